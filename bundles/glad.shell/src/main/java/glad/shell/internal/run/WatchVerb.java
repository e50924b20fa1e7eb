package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.jobs.JobQueue;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.jobs.JobWatch;
import glad.train.TrainingCurves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how far a job is, or the curves of a training. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=watch")
@Command(name = "watch", description = "Show how far a job in the queue is until it ends, or the curves of a training in the terminal, while it"
        + " goes on or afterwards. Ctrl-C leaves the watching. TensorBoard shows a training's events, with images of held-out pairs.")
public final class WatchVerb extends ShellCommand {

    private static final long SECONDS = 5;
    /** What is shown unless curves are named: how names end. */
    private static final List<String> USUAL = List.of("/loss", "/gradient", "/held-out/iou");

    private final JobQueue queue;

    @Parameters(paramLabel = "JOB|DIR", description = "A job's id, or the --out of ./glad train.")
    private Path folder;

    @Option(names = "--curve", paramLabel = "NAME", description = "Which, for example tracker/held-out/iou or tracker/wait; may be repeated"
            + " (default: loss, gradient and held-out IoU of every stage).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--follow", description = "Draw them again whenever there is news, until the training ends or Ctrl-C.")
    private boolean follow;

    /** Made by the component runtime. */
    @Activate
    public WatchVerb(@Reference JobQueue queue) {
        this.queue = queue;
    }

    @Override
    protected Result run() throws InterruptedException {
        if (queue.ids().contains(folder.toString())) {
            return JobWatch.of(this, queue, folder.toString());
        }
        TrainingCurves curves = TrainingCurves.read(folder);
        String shown = "";
        while (follow && !curves.complete() && !stop().asked()) {
            String plots = plots(curves);
            if (!plots.equals(shown)) {
                remark(plots);
            }
            shown = plots;
            TimeUnit.SECONDS.sleep(SECONDS);
            curves = TrainingCurves.read(folder);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("complete", curves.complete());
        ObjectNode all = json.putObject("curves");
        curves.curves().forEach((name, points) -> points.forEach(point -> all.withArray(name).addArray().add(point.samples()).add(point.value())));
        return new Result(json, plots(curves) + (curves.complete() ? "the training has ended" : "the training hasn't ended"));
    }

    private String plots(TrainingCurves curves) {
        for (String name : names) {
            if (!curves.curves().containsKey(name)) {
                throw GladException.usage(Names.unknown("curve", name, curves.curves().keySet()));
            }
        }
        StringBuilder text = new StringBuilder();
        curves.curves().forEach((name, points) -> {
            if (names.isEmpty() ? USUAL.stream().anyMatch(name::endsWith) : names.contains(name)) {
                text.append(BraillePlot.of(name, points)).append('\n');
            }
        });
        return text.toString();
    }
}

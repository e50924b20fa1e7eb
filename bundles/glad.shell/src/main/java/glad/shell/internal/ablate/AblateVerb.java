package glad.shell.internal.ablate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.ablate.CellRunner;
import glad.ablate.Planner;
import glad.ablate.Sweep;
import glad.ablate.SweepAnswer;
import glad.ablate.SweepFile;
import glad.ablate.SweepPlan;
import glad.api.GladException;
import glad.eval.analysis.Comparison;
import glad.jobs.JobQueue;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.jobs.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an ablation. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=ablate")
@Command(name = "ablate", description = "Run the variants of an experiment that a sweep file names. Cells that aren't finished go into the queue as"
        + " one job, which workers do outside of this command; cells that any sweep finished before aren't computed again. Where variants are trained, each training is made once for all cells that need it. Once all are finished, the same"
        + " command compares them with the baseline.")
public final class AblateVerb extends ShellCommand {

    private final Planner planner;
    private final SweepAnswer answers;
    private final JobQueue queue;

    @Parameters(paramLabel = "FILE", description = "The sweep file: baseline, factors, design, datasets, seeds.")
    private Path file;

    @Option(names = "--plan", description = "Only say what would run, what it costs, and what difference it can see.")
    private boolean plan;

    @Mixin
    private WorkerOptions workers = new WorkerOptions();

    @Option(names = "--answer", description = "Compare what is finished, although cells are left to run.")
    private boolean answer;

    @Mixin
    private AnswerOutput output;

    /** Made by the component runtime. */
    @Activate
    public AblateVerb(@Reference Planner planner, @Reference SweepAnswer answers, @Reference JobQueue queue) {
        this.queue = queue;
        this.planner = planner;
        this.answers = answers;
    }

    @Override
    protected Result run() throws IOException {
        Sweep sweep = SweepFile.read(file);
        SweepPlan planned = planner.plan(sweep);
        if (plan) {
            return PlanTexts.of(planned);
        }
        if (planned.left().isEmpty() && planned.stale().isEmpty() || answer) {
            List<Comparison> comparisons = answers.of(planned);
            if (comparisons.isEmpty()) {
                throw GladException.failure("the baseline of " + sweep.name() + " isn't finished on any dataset, or stale; ./glad jobs says what is running");
            }
            return output.write(planned, comparisons, columns());
        }
        return submitted(planned);
    }

    private Result submitted(SweepPlan planned) {
        workers.check(queue);
        planned.leftOut().forEach((label, reason) -> remark("left out: " + label + ": " + reason));
        String id = queue.submit(planned.sweep().name(), commandLine(), CellRunner.KIND,
                planned.toRun().stream().map(cell -> CellRunner.spec(cell, planned.stale().getOrDefault(cell.id(), ""))).toList(), CellRunner.about(planned));
        if (!planned.left().isEmpty()) {
            workers.start(this, queue, id);
        }
        return new Result(JsonNodeFactory.instance.objectNode().put("job", id).put("tasks", planned.left().size()).put("stale", planned.stale().size()), id + ": "
                + planned.left().size() + " cells to run, " + planned.finished().size() + " finished before" + stale(planned, id)
                + "; ./glad watch " + id + " shows how far it is");
    }

    private static String stale(SweepPlan planned, String job) {
        return planned.stale().isEmpty() ? "" : ", " + planned.stale().size() + " stale (" + planned.stale().values().iterator().next()
                + "), which ./glad retry " + job + " --stale computes anew";
    }
}

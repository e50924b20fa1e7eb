package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.Repetition;
import glad.bench.StoredEvaluation;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.RunFolder;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.run.RepeatedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does a run again. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs rerun")
@Command(name = "rerun", description = "Do an evaluation, or a cell of an ablation, again from what its folder keeps: the same experiment,"
        + " device, data and sequences, one after the other. Results are the same to the last byte, or what has changed since is said and the"
        + " new ones are kept beside.")
public final class RerunVerb extends ShellCommand {

    private final RunStore store;
    private final Datasets datasets;
    private final Metrics metrics;
    private final RepeatedRun repeated;

    @Parameters(paramLabel = "RUN", description = "Which run.")
    private String id;

    @Option(names = "--data", paramLabel = "DIR", description = "The dataset's folder, if it needs one and ./glad data doesn't know it.")
    private Path data;

    @Option(names = "--device", paramLabel = "DEVICE", description = "Where to compute instead of where it was: cpu, gpu0, ...")
    private String device;

    /** Made by the component runtime. */
    @Activate
    public RerunVerb(@Reference RunStore store, @Reference Datasets datasets, @Reference Metrics metrics, @Reference RepeatedRun repeated) {
        this.store = store;
        this.datasets = datasets;
        this.metrics = metrics;
        this.repeated = repeated;
    }

    @Override
    protected Result run() {
        id = store.run(id).id();
        StoredEvaluation before = StoredEvaluation.read(RunFolder.open(store.folder(id)), datasets, metrics, data);
        Path aside = store.aside();
        boolean kept = false;
        try {
            RunFolder again = RunFolder.open(aside);
            List<String> problems = repeated.run(this, before, again, device == null ? before.provenance().device() : device)
                    .problems();
            if (stop().endsHere()) {
                return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true), id + ": stopped; nothing is kept of the repetition",
                        List.of("the repetition of \"" + id + "\" was stopped"));
            }
            Repetition repetition = Repetition.of(before, again);
            String copy = repetition.identical() == repetition.results() ? "" : store.keep(aside, id + "-rerun");
            kept = !copy.isEmpty();
            return result(repetition, copy, problems);
        } finally {
            if (!kept) {
                store.discard(aside);
            }
        }
    }

    private Result result(Repetition repetition, String copy, List<String> problems) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("run", id).put("results", repetition.results())
                .put("identical", repetition.identical()).put("equal", repetition.equal()).put("first", repetition.first());
        repetition.changes().forEach(json.withArray("changes")::add);
        StringBuilder text = new StringBuilder(id + ": " + repetition.identical() + " of " + repetition.results()
                + " results are the same to the last byte");
        if (!copy.isEmpty()) {
            json.put("kept", copy);
            text.append(", ").append(repetition.equal()).append(" have the same boxes");
            line(text, repetition.first().isEmpty() ? "" : "first difference: " + repetition.first());
        }
        repetition.changes().forEach(change -> line(text, "changed since: " + change));
        if (!copy.isEmpty()) {
            line(text, repetition.changes().isEmpty() ? "nothing that is known to decide results has changed: settings, code, weights, data and"
                    + " machine are the same" : "");
            line(text, "the new results are run " + copy + "; ./glad runs diff " + id + " " + copy + " has every difference");
        }
        List<String> all = new ArrayList<>(problems);
        if (repetition.equal() < repetition.results()) {
            all.add("run \"" + id + "\" doesn't give the same boxes again");
        }
        return new Result(json, text.toString(), all);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line.isEmpty() ? "" : System.lineSeparator() + line);
    }
}

package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.runs.RunStore;
import glad.runs.StoredRun;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists runs. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs")
@Command(name = "runs", description = "List the runs in the folder for results.")
public final class RunsVerb extends ShellCommand {

    private final RunStore store;

    @Option(names = "--filter", paramLabel = "CONDITION", description = "KEY=VALUE, or with !=, ~ (holds), >, >=, <, <=, of id, tag, note,"
            + " experiment, run (its name; of a sweep's cell the variant), dataset, seed, date, host, device, precision or a metric, such as success>60; may be repeated.")
    private List<String> filters = new ArrayList<>();

    @Option(names = "--sort", paramLabel = "KEY", defaultValue = "date", description = "The largest first (default: ${DEFAULT-VALUE}).")
    private String sort;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "Show at most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--archived", description = "Those in the archive.")
    private boolean archived;

    /** Made by the component runtime. */
    @Activate
    public RunsVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        List<StoredRun> runs = store.runs(filters, sort, archived);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("found", runs.size());
        runs.stream().limit(limit).forEach(run -> json.withArray("runs").add(RunTexts.json(run)));
        return new Result(json, RunTexts.table(runs, limit, columns()));
    }
}

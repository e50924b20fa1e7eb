package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.eval.analysis.Table;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two runs. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs diff")
@Command(name = "diff", description = "Tell in what two runs differ: settings, weights, code, machine, figures; \"-\" stands for what one doesn't have.")
public final class DiffRunsVerb extends ShellCommand {

    private static final int LONG = 24;

    private final RunStore store;

    @Parameters(paramLabel = "RUN", arity = "2", description = "Which two.")
    private List<String> ids;

    /** Made by the component runtime. */
    @Activate
    public DiffRunsVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<List<String>> rows = new ArrayList<>();
        store.difference(ids.get(0), ids.get(1)).forEach((key, values) -> {
            json.withObject("/differences").putArray(key).add(values[0]).add(values[1]);
            rows.add(List.of(key, shortened(values[0]), shortened(values[1])));
        });
        return new Result(json, rows.isEmpty() ? "no difference" : new Table("", List.of("key", ids.get(0), ids.get(1)), rows, List.of()).text()
                .stripTrailing().replaceFirst("^\\R", ""));
    }

    private static String shortened(String value) {
        return value == null ? "-" : value.length() > LONG ? value.substring(0, LONG) + "..." : value;
    }
}

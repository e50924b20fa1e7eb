package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two runs. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs diff")
@Command(name = "diff", description = "Tell in what two runs differ: settings, weights, data, code, machine, figures. A value that is"
        + " false, 0 or absent is told as it is.")
public final class DiffRunsVerb extends ShellCommand {

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
        Map<String, String[]> differences = store.difference(ids.get(0), ids.get(1));
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("differences", DifferenceText.json(differences));
        return new Result(json, DifferenceText.text(differences, ids.get(0), ids.get(1), columns()));
    }
}

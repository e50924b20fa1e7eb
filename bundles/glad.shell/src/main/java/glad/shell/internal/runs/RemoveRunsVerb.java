package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes runs for good. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs remove")
@Command(name = "remove", description = "Say what removing runs would remove; with --yes, remove it for good.")
public final class RemoveRunsVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Which runs.")
    private List<String> ids;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    /** Made by the component runtime. */
    @Activate
    public RemoveRunsVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("removed", yes);
        StringBuilder text = new StringBuilder();
        for (String id : ids) {
            int files = store.files(id).size();
            json.withObject("/runs").put(id, files);
            text.append(id).append(": ").append(files).append(yes ? " files removed" : " files").append(System.lineSeparator());
        }
        if (yes) {
            ids.forEach(store::remove);
        }
        return new Result(json, text + (yes ? "" : "nothing is removed yet; add --yes"));
    }
}

package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Moves runs back out of the archive. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs restore")
@Command(name = "restore", description = "Move runs back out of the archive.")
public final class RestoreRunsVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Which runs.")
    private List<String> ids;

    /** Made by the component runtime. */
    @Activate
    public RestoreRunsVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        ids.forEach(id -> store.archive(id, false));
        return new Result(JsonNodeFactory.instance.objectNode().put("restored", ids.size()), String.join(System.lineSeparator(), ids));
    }
}

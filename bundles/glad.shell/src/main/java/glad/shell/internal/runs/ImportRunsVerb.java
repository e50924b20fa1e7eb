package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes runs in. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs import")
@Command(name = "import", description = "Take runs out of a zip file that export wrote; one that is here already is refused.")
public final class ImportRunsVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "FILE", description = "The zip file.")
    private Path file;

    /** Made by the component runtime. */
    @Activate
    public ImportRunsVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        List<String> ids = store.bring(file);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ids.forEach(json.withArray("runs")::add);
        return new Result(json, String.join(System.lineSeparator(), ids));
    }
}

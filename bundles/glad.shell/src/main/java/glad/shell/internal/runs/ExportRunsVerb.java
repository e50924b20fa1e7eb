package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands runs on. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs export")
@Command(name = "export", description = "Write runs into a zip file, for import into another folder for results.")
public final class ExportRunsVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Which runs.")
    private List<String> ids;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The zip file.")
    private Path out;

    /** Made by the component runtime. */
    @Activate
    public ExportRunsVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() throws IOException {
        store.export(ids, out);
        Path file = out.toAbsolutePath().normalize();
        long bytes = Files.size(file);
        return new Result(JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("runs", ids.size()).put("bytes", bytes),
                String.format(Locale.ROOT, "runs export: %d run%s, %.1f MB, %s", ids.size(), ids.size() == 1 ? "" : "s", bytes / 1e6, file));
    }
}

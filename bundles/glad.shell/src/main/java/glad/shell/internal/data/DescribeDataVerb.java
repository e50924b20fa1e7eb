package glad.shell.internal.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.base.WholeFile;
import glad.datasets.files.LayoutGuess;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Guesses the layout file of a folder of frames and text files. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=data describe")
@Command(name = "describe", description = "Guess the layout file of a folder of frames and text files, for the dataset \"layout\".",
        footer = {"", "./glad data describe DIR --output DIR/layout.yaml", "./glad data verify layout --data DIR"})
public final class DescribeDataVerb extends ShellCommand {

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the layout file, too; DIR/layout.yaml is found by itself.")
    private Path output;

    @Override
    protected Result run() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw GladException.usage("\"" + folder + "\" is no folder; expected one with frames and text files");
        }
        if (output != null && Files.exists(output)) {
            throw GladException.usage("\"" + output + "\" is there already; name another file, or remove it");
        }
        LayoutGuess guess = LayoutGuess.of(folder);
        if (output != null) {
            WholeFile.write(output, guess.yaml());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("folder", folder.toString()).put("sequences", guess.sequences());
        ArrayNode lines = json.putArray("lines");
        guess.lines().forEach(line -> lines.addObject().put("key", line.key()).put("value", line.value()).put("reason", line.reason()));
        return new Result(json, guess.yaml() + "describe: " + guess.sequences() + " sequences; "
                + (output == null ? "write this with --output FILE" : "written to " + output) + ", then try ./glad data verify layout --data "
                + folder);
    }
}

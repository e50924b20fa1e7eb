package @package@;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Boxes;
import glad.datasets.files.BoxFile;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how far a target moves from frame to frame. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=@id@")
@Command(name = "@id@", description = "Say how far a target moves from frame to frame.")
public final class @Class@ extends ShellCommand {

    @Parameters(paramLabel = "FILE", description = "A file with x,y,w,h per line, such as boxes.txt of the command track.")
    private Path file;

    @Override
    protected Result run() {
        Boxes boxes = BoxFile.read(file);
        double pixels = IntStream.range(1, boxes.size()).mapToDouble(i -> Math.hypot(boxes.get(i).cx() - boxes.get(i - 1).cx(),
                boxes.get(i).cy() - boxes.get(i - 1).cy())).average().orElse(0);
        return new Result(JsonNodeFactory.instance.objectNode().put("frames", boxes.size()).put("pixels", pixels),
                boxes.size() + " frames, " + pixels + " pixels from one to the next");
    }
}

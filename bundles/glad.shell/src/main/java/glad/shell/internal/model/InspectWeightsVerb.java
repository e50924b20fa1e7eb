package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.ModelFiles;
import glad.nn.weights.TensorInfo;
import glad.nn.weights.WeightFile;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the tensors of a weight file. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=weights inspect")
@Command(name = "inspect", description = "List the tensors of a weight file: name, type, shape, and what they come to.")
public final class InspectWeightsVerb extends ShellCommand {

    private final ModelFiles files;

    @Parameters(paramLabel = "FILE", description = "safetensors, an index of several, or a checkpoint of PyTorch: a path here"
            + " or below the weights root, or embedded:ID/NAME.")
    private String file;

    /** Made by the component runtime. */
    @Activate
    public InspectWeightsVerb(@Reference ModelFiles files) {
        this.files = files;
    }

    @Override
    protected Result run() throws IOException {
        try (WeightFile weights = WeightReference.open(file, files)) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", file).put("format", weights.format());
            weights.metadata().forEach(json.putObject("metadata")::put);
            StringBuilder text = new StringBuilder(file + ": " + weights.format() + "\n");
            ArrayNode list = json.putArray("tensors");
            Map<String, Integer> types = new TreeMap<>();
            int column = weights.tensors().keySet().stream().mapToInt(n -> Math.min(n.length(), 80)).max().orElse(1);
            long values = 0;
            long bytes = 0;
            for (TensorInfo tensor : weights.tensors().values()) {
                ObjectNode node = list.addObject().put("name", tensor.name()).put("dtype", tensor.dtype());
                Arrays.stream(tensor.shape().getShape()).forEach(node.putArray("shape")::add);
                text.append(String.format("  %-" + column + "s  %-4s  %s%n", tensor.name(), tensor.dtype(),
                        Arrays.toString(tensor.shape().getShape())));
                types.merge(tensor.dtype(), 1, Integer::sum);
                values += tensor.shape().size();
                bytes += tensor.bytes();
            }
            weights.skipped().forEach(json.putObject("skipped")::put);
            weights.skipped().forEach((place, type) -> text.append(String.format("  %-" + column + "s  skipped: an object of %s%n",
                    place, type)));
            json.put("count", list.size()).put("values", values).put("bytes", bytes);
            types.forEach(json.putObject("dtypes")::put);
            text.append(String.format(Locale.ROOT, "%d tensors %s, %,d values, %.1f MB", list.size(), types, values,
                    bytes / 1e6));
            return new Result(json, text.toString());
        }
    }
}

package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.TensorInfo;
import glad.nn.weights.WeightFile;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies a weight file of any published format into safetensors. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=weights convert")
@Command(name = "convert", description = "Copy a weight file of any published format into safetensors.")
public final class ConvertWeightsVerb extends ShellCommand {

    private static final String ENDING = ".safetensors";

    private final ModelFiles files;

    @Parameters(index = "0", paramLabel = "IN", description = "safetensors, an index of several, or a checkpoint of PyTorch:"
            + " a path here or below the weights root, or embedded:ID/NAME.")
    private String in;

    @Parameters(index = "1", paramLabel = "OUT" + ENDING, description = "What to write.")
    private Path out;

    @Option(names = "--dtype", paramLabel = "TYPE",
            description = "f32, f16 or bf16 for all floating-point tensors (default: each stays as it is).")
    private String dtype;

    /** Made by the component runtime. */
    @Activate
    public ConvertWeightsVerb(@Reference ModelFiles files) {
        this.files = files;
    }

    @Override
    protected Result run() throws IOException {
        SafetensorsWriter.Storage storage = storage();
        if (!out.getFileName().toString().endsWith(ENDING)) {
            throw GladException.usage("output \"" + out + "\" doesn't end in " + ENDING
                    + "; safetensors is what is written");
        }
        try (WeightFile weights = WeightReference.open(in, files); Progress progress = progress("convert", "MB")) {
            long whole = weights.tensors().values().stream().mapToLong(TensorInfo::bytes).sum();
            long bytes = SafetensorsWriter.convert(weights, out, storage,
                    read -> progress.step(read / 1_000_000, whole / 1_000_000, ""));
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("in", in).put("format", weights.format())
                    .put("out", out.toString()).put("tensors", weights.tensors().size()).put("bytes", bytes);
            return new Result(json, String.format(Locale.ROOT, "convert: %d tensors, %.1f MB, %s", weights.tensors().size(),
                    bytes / 1e6, out));
        }
    }

    private SafetensorsWriter.Storage storage() {
        if (dtype == null) {
            return null;
        }
        return switch (dtype.toLowerCase(Locale.ROOT)) {
            case "f32" -> SafetensorsWriter.Storage.F32;
            case "f16" -> SafetensorsWriter.Storage.F16;
            case "bf16" -> SafetensorsWriter.Storage.BF16;
            default -> throw GladException.usage("\"" + dtype + "\" is no type of weights; expected f32, f16 or bf16");
        };
    }
}

package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.nn.weights.SafetensorsWriter;
import glad.runtime.FrameThreads;
import glad.runtime.Model;
import glad.runtime.ModelExport;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a composed network for use without this project. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=export")
@Command(name = "export", description = "Write an experiment's network as one TorchScript module that libtorch or PyTorch loads "
        + "alone (encode_text, init, forward), and its merged weights as safetensors. The module is loaded again and compared.")
public final class ExportVerb extends ShellCommand {

    /** The largest difference of boxes and scores that passes; the same operators on the same machine give less. */
    private static final double TOLERANCE = 1e-4;

    private final ModelSource models;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where NAME.pt and NAME.safetensors go.")
    private Path out;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public ExportVerb(@Reference ModelSource models) {
        this.models = models;
    }

    @Override
    protected Result run() throws IOException {
        Experiment experiment = options.experiment(models, experimentName);
        Path script = out.resolve(experiment.name() + ".pt");
        Path weights = out.resolve(experiment.name() + ".safetensors");
        try (FrameThreads threads = options.threads();
                LoadedExperiment loaded = options.load(this, models, experiment)) {
            Model model = loaded.model();
            ModelExport export = new ModelExport(model);
            remark("export: writing the weights");
            model.weights().save(weights, Map.of("experiment", experiment.name()), SafetensorsWriter.Storage.F32);
            remark("export: writing the module");
            export.write(script);
            remark("export: loading the module again");
            double difference = export.check(script);
            if (!(difference <= TOLERANCE)) {
                throw GladException.failure("module \"" + script + "\" differs from the model by " + difference + "; some part"
                        + " of this experiment computes outside of its kernels and can't be exported");
            }
            int template = model.spec().templateSize();
            int search = model.spec().searchSize();
            int map = model.head().mapSide();
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment.name())
                    .put("module", script.toString()).put("moduleBytes", Files.size(script))
                    .put("weights", weights.toString()).put("weightsBytes", Files.size(weights))
                    .put("templateSize", template).put("searchSize", search).put("mapSide", map)
                    .put("largestDifference", difference);
            return new Result(json, String.format(Locale.ROOT, "export: %s (%d MB), %s (%d MB); template %d, search %d, map %d"
                    + " pixels a side; loaded again it differs by %.1e at most", script, Files.size(script) >> 20, weights,
                    Files.size(weights) >> 20, template, search, map, difference));
        }
    }
}

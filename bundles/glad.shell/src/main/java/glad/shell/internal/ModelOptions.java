package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import glad.runtime.Placement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that makes a model. */
final class ModelOptions {

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--precision", paramLabel = "PRECISION", defaultValue = "fp32",
            description = "fp32 or bf16 (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Change a key of the experiment, for example head.channels=128; may be repeated.")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--weights", paramLabel = "FILE",
            description = "Use these weights instead of the experiment's; may be repeated.")
    private List<String> weights = new ArrayList<>();

    /** Reads an experiment with the changes asked for. */
    Experiment experiment(Experiments experiments, String name) {
        List<String> all = new ArrayList<>(changes);
        if (!weights.isEmpty()) {
            ArrayNode references = JsonNodeFactory.instance.arrayNode();
            weights.stream().map(ModelOptions::reference).forEach(references::add);
            all.add("weights=" + references);
        }
        return experiments.read(name, all);
    }

    /** A file that is here is meant; anything else is looked up as the experiment's own references are. */
    private static String reference(String given) {
        Path here = Path.of(given);
        return Files.exists(here) ? here.toAbsolutePath().toString() : given;
    }

    /** Returns where the model of an experiment goes. */
    Placement placement(Experiment experiment) {
        return Placement.parse(device, precision, experiment.seed());
    }
}

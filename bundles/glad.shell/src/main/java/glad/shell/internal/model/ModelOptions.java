package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import glad.api.GladException;
import glad.api.model.Precision;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.Placement;
import glad.runtime.Precisions;
import glad.shell.ShellCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that makes a model. */
public final class ModelOptions {

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "cpu",
            description = "cpu, gpu0, gpu1, ...; evaluate takes several, with commas between (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--precision", paramLabel = "PRECISION",
            description = "fp32, bf16 or fp16; for one part another, as in bf16,diffusion=fp16 (default: the experiment's, "
                    + "fp32 unless it says otherwise). Few CPUs compute fp16 by themselves, others take a hundred times as long.")
    private String precision;

    @Option(names = "--threads", paramLabel = "N|auto", defaultValue = "auto",
            description = "How many threads compute on a CPU, OMP_NUM_THREADS at most; auto measures whether one or all are faster"
                    + " now, and again as that changes (default: ${DEFAULT-VALUE}).")
    private String threads;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Change a key of the experiment, for example head.channels=128; may be repeated.")
    private List<String> changes = new ArrayList<>();

    @Option(names = "--weights", paramLabel = "FILE|DIR|random",
            description = "Use these weights instead of the experiment's, or look up the experiment's below this weights "
                    + "root, or draw random ones; may be repeated.")
    private List<String> weights = new ArrayList<>();

    /**
     * Reads an experiment with the changes asked for.
     *
     * @param more {@code KEY=VALUE} changes that follow from other options
     */
    public Experiment experiment(ModelSource models, String name, String... more) {
        Experiments experiments = models.experiments();
        List<String> all = new ArrayList<>(changes);
        all.addAll(List.of(more));
        if (precision != null) {
            Precisions.parse(precision);
            all.add("precision=" + TextNode.valueOf(precision));
        }
        List<Path> roots = weights.stream().map(Path::of).filter(ModelOptions::isRoot).toList();
        List<String> files = WeightReference.all(weights.stream().filter(given -> !isRoot(Path.of(given))).toList());
        if (!files.isEmpty()) {
            all.add(weightsAre(files));
        }
        for (Path root : roots) {
            Experiment experiment = experiments.read(name, all);
            all.add(weightsAre(experiment.weights().stream().map(reference -> below(root, reference)).toList()));
            String tokenizer = experiment.model().text().options().path("tokenizer").asText("");
            if (!tokenizer.isEmpty()) {
                all.add("text.tokenizer=" + TextNode.valueOf(below(root, tokenizer)));
            }
        }
        return experiments.read(name, all);
    }

    /**
     * Refuses the options where there is no model to make.
     *
     * @param tracker what is run instead
     * @param more other options that belong to models, and whether they are given
     * @throws GladException (usage) naming the option if one is given
     */
    public void refuse(String tracker, Map<String, Boolean> more) {
        Map<String, Boolean> given = new LinkedHashMap<>(more);
        given.put("--device", !device.equals("cpu"));
        given.put("--precision", precision != null);
        given.put("--threads", !threads.equals("auto"));
        given.put("--set", !changes.isEmpty());
        given.put("--weights", !weights.isEmpty());
        given.forEach((option, is) -> {
            if (is) {
                throw GladException.usage("option \"" + option + "\" belongs to experiments; \"" + tracker
                        + "\" is a tracker of a bundle; leave it out");
            }
        });
    }

    /** A folder is a weights root unless it is one of a pipeline, which an experiment names as a whole. */
    private static boolean isRoot(Path given) {
        return Files.isDirectory(given) && !Files.isDirectory(given.resolve("unet"));
    }

    private static String weightsAre(List<String> references) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        references.forEach(array::add);
        return "weights=" + array;
    }

    private static String below(Path root, String reference) {
        Path file = reference.startsWith("embedded:") ? null : root.toAbsolutePath().normalize().resolve(reference);
        return file != null && Files.exists(file) ? file.toString() : reference;
    }

    /** Returns the threads to compute on, to be had until they are closed. */
    public FrameThreads threads() {
        return FrameThreads.parse(threads);
    }

    /** Returns how many threads were asked for, as the command line has it. */
    public String threadsWord() {
        return threads;
    }

    /** Returns where the model of an experiment goes. */
    public Placement placement(Experiment experiment) {
        return Placement.parse(device, experiment.precision().toString(), experiment.seed());
    }

    /** Returns where the models of an experiment go, one on each device. */
    public List<Placement> placements(Experiment experiment) {
        return Placement.several(device, experiment.precision().toString(), experiment.seed());
    }

    /** Loads an experiment on the one device that is asked for, while a command shows how far it is. */
    public LoadedExperiment load(ShellCommand command, ModelSource models, Experiment experiment) {
        return load(command, models, experiment, placement(experiment));
    }

    /** Loads an experiment, while a command shows how far it is. */
    public LoadedExperiment load(ShellCommand command, ModelSource models, Experiment experiment, Placement placement) {
        if (!placement.device().isGpu() && placement.precision().used().contains(Precision.FP16)) {
            command.remark("fp16 on a CPU: most take a hundred times as long as in fp32, and few are quick; ./glad doctor measures this"
                    + " one. bf16 is quick on more");
        }
        return models.load(command, experiment, placement);
    }
}

package glad.shell.internal.run;

import glad.api.GladException;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import glad.runtime.FrameThreads;
import glad.runtime.Placement;
import glad.train.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where and with how many threads a training computes, and what differs from its experiment. */
final class TrainingOptions {

    static final String WEIGHTS = "weights.safetensors";
    static final String CHECKPOINT = "checkpoint.safetensors";

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where " + WEIGHTS + ", the checkpoint and log.jsonl go; needed but for --plan.")
    private Path out;

    @Option(names = "--resume", description = "Go on from the checkpoint in DIR.")
    private boolean resume;

    @Option(names = "--device", paramLabel = "DEVICE,...", defaultValue = "cpu",
            description = "cpu, gpu0, or several such as gpu0,gpu1 that share each batch (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--threads", paramLabel = "N|auto", defaultValue = "auto",
            description = "How many threads compute on a CPU; auto takes all, OMP_NUM_THREADS in number. Another number may change"
                    + " last digits (default: ${DEFAULT-VALUE}).")
    private String threads;

    @Option(names = "--readers", paramLabel = "N",
            description = "How many threads make training pairs ahead; the pairs don't depend on it (default: the processors' number).")
    private int readers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Change a key of the experiment, for example training.seed=8; may be repeated.")
    private List<String> changes = new ArrayList<>();

    /** Reads an experiment with the changes asked for. */
    Experiment experiment(Experiments experiments, String name) {
        return experiments.read(name, changes);
    }

    /** Returns the devices; the precision is each stage's own. */
    List<Placement> placements(TrainingSpec spec) {
        return Placement.several(device, "fp32", spec.seed());
    }

    /** Returns the threads to compute on, to be had until they are closed. */
    FrameThreads threads() {
        return FrameThreads.parse(threads);
    }

    /** Returns where the training goes. @throws GladException (usage) if something else is there than was said */
    Path folder() {
        if (out == null) {
            throw GladException.usage("option \"--out\" is missing; name the folder that " + WEIGHTS + ", the checkpoint and log.jsonl go to");
        }
        boolean begun = Files.exists(out.resolve(CHECKPOINT));
        if (begun != resume) {
            throw GladException.usage(begun
                    ? "folder \"" + out + "\" holds a training; go on with it by --resume, or choose another --out"
                    : "folder \"" + out + "\" holds no " + CHECKPOINT + " to resume; leave --resume out to begin");
        }
        return out;
    }

    /** Returns how many threads make pairs. */
    int readers() {
        if (readers < 1) {
            throw GladException.usage("option \"--readers\" is \"" + readers + "\"; expected a number of at least 1");
        }
        return readers;
    }
}

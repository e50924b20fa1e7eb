package glad.shell.internal.data;

import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.bench.data.Datasets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of what looks into a dataset. */
final class DataOptions {

    @Option(names = "--data", paramLabel = "DIR", description = "The dataset's folder, if not the remembered one.")
    private Path data;

    @Option(names = "--data-set", paramLabel = "KEY=VALUE",
            description = "Set an option of the dataset, for example split=train; may be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    @Option(names = "--sequences", split = ",", paramLabel = "NAME",
            description = "For verify: only these sequences; * stands for any letters.")
    private List<String> sequences = new ArrayList<>();

    @Option(names = "--quick", description = "For verify: decode only the first and the last image of each sequence.")
    private boolean quick;

    @Option(names = "--frames", paramLabel = "N", defaultValue = "8",
            description = "For show: how many frames (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--out", paramLabel = "FILE", description =
            "For show: the image to write (default: film.png). For verify:"
            + " the table of findings to write (default: runs/data/DATASET.csv).")
    private Path out;

    /** Opens a dataset where it is asked for. */
    SequenceSet open(Datasets datasets, String id) {
        return datasets.open(id, data, dataOptions);
    }

    /** Returns the sequences that are asked for, in which {@code *} stands for any letters; empty for all. */
    List<String> sequences() {
        return sequences;
    }

    /** Tells whether every image is decoded. */
    boolean everyImage() {
        return !quick;
    }

    /** Returns how many frames are shown at most. */
    int frames() {
        if (frames < 1 || frames > 64) {
            throw GladException.usage("option \"--frames\" is \"" + frames + "\"; expected a number from 1 to 64");
        }
        return frames;
    }

    /** Returns the file to write. */
    Path file(Path otherwise) {
        return out != null ? out : otherwise;
    }
}

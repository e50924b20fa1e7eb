package glad.ablate;

import glad.experiment.ContentHash;
import glad.experiment.Experiment;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What is run: a variant with a seed, or a tracker that is no experiment, on a dataset.
 *
 * @param variant of the sweep's experiment; without any change for a tracker that is none
 * @param experiment with the variant's changes and the seed; empty for a tracker that is none
 * @param data what it is evaluated on
 * @param sequences names of the sequences, in the dataset's order
 * @param tracker id of a bundle's tracker or of one that {@code trackers.yaml} names; empty for an experiment
 * @param training name of the training that gives its weights, see {@link CellTrainer}; empty for the experiment's own
 */
public record Cell(Variant variant, Optional<Experiment> experiment, String tracker, Sweep.Data data, List<String> sequences, String training) {

    private static final int DIGITS = 16;

    /** Copies the list. */
    public Cell {
        sequences = List.copyOf(sequences);
    }

    /** Makes that of an experiment. */
    static Cell of(Variant variant, Experiment experiment, Sweep.Data data, List<String> sequences, String training) {
        return new Cell(variant, Optional.of(experiment), "", data, sequences, training);
    }

    /** Makes that of a tracker that is no experiment. */
    static Cell of(String tracker, Sweep.Data data, List<String> sequences) {
        return new Cell(Variant.plain(tracker), Optional.empty(), tracker, data, sequences, "");
    }

    /**
     * Returns the name that every cell of this content has, in whichever sweep: made of the experiment's values, the precision, the
     * dataset with its options, and the sequences. Code and weights aren't in it: where they changed since, the cell is stale.
     */
    public String id() {
        return experiment.map(this::id).orElseGet(() -> hash("tracker", tracker));
    }

    private String id(Experiment own) {
        SortedMap<String, String> content = own.content();
        if (trains()) {
            content.put("weights", "trained by " + training);
        }
        return hash(own.name(), content.toString(), own.precision().toString());
    }

    private String hash(String... what) {
        return ContentHash.of(Stream.concat(Stream.of(what), Stream.of(data.id(), data.options().stream().sorted().toList().toString(),
                sequences.toString())).toArray(String[]::new)).substring(0, DIGITS);
    }

    /** Tells whether it is evaluated with weights that are trained for it. */
    public boolean trains() {
        return !training.isEmpty();
    }

    /** Returns what its first frames' diffusion features follow from: cells that agree in it compute them once. */
    String firstFrame() {
        return experiment.map(own -> own.content().entrySet().stream()
                .filter(e -> e.getKey().matches("(text|diffusion|template)\\..*|sentence|seed")).toList() + own.precision().toString() + data + training)
                .orElseGet(this::id);
    }

    /** Returns what people call it: {@code diffusion.id=none, seed 2, procedural}. */
    public String title() {
        return label() + experiment.map(own -> ", seed " + own.seed()).orElse("") + ", " + data.label();
    }

    /** Returns what tables call the variant, or the tracker. */
    public String label() {
        return variant.label();
    }
}

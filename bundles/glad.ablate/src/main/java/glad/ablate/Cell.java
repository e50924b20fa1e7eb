package glad.ablate;

import glad.experiment.ContentHash;
import glad.experiment.Experiment;
import java.util.List;
import java.util.SortedMap;

/**
 * What is run: a variant with a seed on a dataset.
 *
 * @param variant of the baseline
 * @param experiment with the variant's changes and the seed
 * @param data what it is evaluated on
 * @param sequences names of the sequences, in the dataset's order
 * @param training name of the training that gives its weights, see {@link CellTrainer}; empty for the experiment's own
 */
public record Cell(Variant variant, Experiment experiment, Sweep.Data data, List<String> sequences, String training) {

    private static final int DIGITS = 16;

    /** Copies the list. */
    public Cell {
        sequences = List.copyOf(sequences);
    }

    /**
     * Returns the name that every cell of this content has, in whichever sweep: made of the experiment's values, the precision, the
     * dataset with its options, and the sequences. Code and weights aren't in it: where they changed since, the cell is stale.
     */
    public String id() {
        SortedMap<String, String> content = experiment.content();
        if (trains()) {
            content.put("weights", "trained by " + training);
        }
        return ContentHash.of(experiment.name(), content.toString(), experiment.precision().toString(), data.id(),
                data.options().stream().sorted().toList().toString(), sequences.toString()).substring(0, DIGITS);
    }

    /** Tells whether it is evaluated with weights that are trained for it. */
    public boolean trains() {
        return !training.isEmpty();
    }

    /** Returns what its first frames' diffusion features follow from: cells that agree in it compute them once. */
    String firstFrame() {
        return experiment.content().entrySet().stream().filter(e -> e.getKey().matches("(text|diffusion|template)\\..*|sentence|seed"))
                .toList() + experiment.precision().toString() + data + training;
    }

    /** Returns what people call it: {@code diffusion.id=none, seed 2, procedural}. */
    public String title() {
        return variant.label() + ", seed " + experiment.seed() + ", " + data.label();
    }
}

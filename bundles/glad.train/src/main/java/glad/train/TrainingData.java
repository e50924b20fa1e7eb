package glad.train;

import glad.api.GladException;
import glad.api.data.PairSource;
import glad.api.data.PairSourceFactory;
import glad.api.data.SequenceSet;
import glad.bench.data.Datasets;
import glad.experiment.Experiment;
import glad.experiment.SentenceMode;
import glad.media.Crop;
import glad.runtime.Registry;
import glad.runtime.TrackerSettings;
import glad.train.pairs.DataEntry;
import glad.train.pairs.MixedPairs;
import glad.train.pairs.SequencePairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Opens what an experiment's training pairs are drawn from, and keeps account of what can't be read of it. */
public final class TrainingData {

    private final Datasets datasets;
    private final Registry<PairSourceFactory> supplies;
    private final Experiment experiment;
    private final TrainingSpec spec;
    private final Consumer<String> warnings;
    private final List<SequencePairs> opened = new ArrayList<>();

    /**
     * Makes one.
     *
     * @param datasets the datasets
     * @param supplies what makes pairs itself
     * @param experiment says how crops are cut
     * @param spec says how pairs are made
     * @param warnings told of files that can't be read, by any thread
     */
    public TrainingData(Datasets datasets, Registry<PairSourceFactory> supplies, Experiment experiment, TrainingSpec spec,
            Consumer<String> warnings) {
        this.datasets = datasets;
        this.supplies = supplies;
        this.experiment = experiment;
        this.spec = spec;
        this.warnings = warnings;
    }

    /**
     * Opens what pairs are drawn from and draws one of each entry, so that what can't be used is told before hours of training.
     *
     * @param readers how many threads make pairs ahead
     * @throws GladException if a dataset or supply is unknown, an option is wrong, or something isn't there
     */
    public TrainingPairs pairs(int readers) {
        return new TrainingPairs(open(spec.data(), spec.seed()), heldOut(), readers);
    }

    /** Opens what the pairs of checks are drawn from, as {@link #pairs} does. */
    public PairSource heldOut() {
        return open(spec.heldOut(), ~spec.seed());
    }

    /** Opens entries. @param seed the pairs follow from it @throws GladException if one can't be used */
    private PairSource open(List<DataEntry> entries, long seed) {
        List<MixedPairs.Share> shares = new ArrayList<>();
        for (DataEntry entry : entries) {
            PairSource source = entry.kind() == DataEntry.Kind.DATASET ? frames(entry, seed) : supply(entry, seed);
            source.pair(0);
            shares.add(new MixedPairs.Share(source, entry.weight()));
        }
        return shares.size() == 1 ? shares.get(0).source() : new MixedPairs(shares, seed);
    }

    /** Returns how many different frames and annotations couldn't be read so far. */
    public int damaged() {
        return opened.stream().mapToInt(SequencePairs::damaged).sum();
    }

    private SequencePairs frames(DataEntry entry, long seed) {
        SequenceSet set = datasets.open(entry.id(), entry.root().isEmpty() ? null : Path.of(entry.root()), entry.options(),
                "root: DIR in its entry of training.data");
        SentenceMode mode = SentenceMode.valueOf(spec.sampling().sentence().toUpperCase(Locale.ROOT));
        TrackerSettings tracker = experiment.tracker();
        SequencePairs pairs = new SequencePairs(entry.id(), mode.of(set), spec.sampling(),
                new Crop(tracker.templateFactor(), experiment.model().templateSize(), tracker.padding()),
                new Crop(tracker.searchFactor(), experiment.model().searchSize(), tracker.padding()), seed, warnings);
        opened.add(pairs);
        return pairs;
    }

    private PairSource supply(DataEntry entry, long seed) {
        PairSourceFactory factory = supplies.get(entry.id());
        return factory.create(factory.options().read("pairs \"" + entry.id() + "\"", entry.options()),
                new PairSourceFactory.Crops(experiment.model().templateSize(), experiment.model().searchSize(),
                        experiment.tracker().templateFactor(), experiment.tracker().searchFactor()), seed);
    }
}

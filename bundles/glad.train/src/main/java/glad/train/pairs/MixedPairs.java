package glad.train.pairs;

import glad.api.data.PairSource;
import glad.api.data.TrainingPair;
import glad.base.SeededRandom;
import java.util.List;

/** Pairs from several sources by their weights: which source gives pair {@code i} follows from the seed and {@code i}. */
public final class MixedPairs implements PairSource {

    /** Keeps these draws apart from those that a source of the same seed makes for the same pair. */
    private static final long SOURCE = -2;

    private final List<Share> shares;
    private final double total;
    private final long seed;

    /**
     * A source and its weight.
     *
     * @param weight above 0
     */
    public record Share(PairSource source, double weight) {}

    /**
     * Mixes sources.
     *
     * @param shares at least one
     * @param seed the choice of sources follows from it
     */
    public MixedPairs(List<Share> shares, long seed) {
        this.shares = List.copyOf(shares);
        this.seed = seed;
        total = shares.stream().mapToDouble(Share::weight).sum();
    }

    @Override
    public TrainingPair pair(long index) {
        double pick = new SeededRandom(seed, SOURCE, index).uniform(0, total);
        for (Share share : shares) {
            pick -= share.weight();
            if (pick < 0) {
                return share.source().pair(index);
            }
        }
        return shares.get(shares.size() - 1).source().pair(index);
    }
}

package glad.shell.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.PairSource;
import glad.api.data.PairSourceFactory;
import glad.api.data.TrainingPair;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.function.LongConsumer;

/** A supply whose pairs are all alike, for the experiment {@code tiny}. */
public final class DrawnPairs implements PairSourceFactory {

    private final LongConsumer asked;

    public DrawnPairs() {
        this(index -> { });
    }

    /** @param asked told the number of each training pair before it is made */
    public DrawnPairs(LongConsumer asked) {
        this.asked = asked;
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public PairSource create(Options options, Crops crops, long seed) {
        Image template = new Image(32, 32, new byte[32 * 32 * 3]);
        Image search = new Image(64, 64, new byte[64 * 64 * 3]);
        return index -> {
            if (seed >= 0) { // that of held-out pairs is negative
                asked.accept(index);
            }
            return new TrainingPair(template, new Box(0.25, 0.25, 0.5, 0.5), search, new Box(0.4, 0.4, 0.25, 0.25), "", "", true, false);
        };
    }
}

package glad.train.pairs;

import glad.api.GladException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What of a dataset couldn't be read. A damaged file is told once and passed over; too many end the training. Safe for use
 * by several threads.
 */
final class Damage {

    /** So many failures, and more than this fraction of all draws, are too many. */
    private static final int MANY = 20;
    private static final double SHARE = 0.2;
    private static final int TOLD = 50;

    private final String dataset;
    private final Consumer<String> warnings;
    private final Set<String> told = new HashSet<>();
    private long draws;
    private long failures;

    Damage(String dataset, Consumer<String> warnings) {
        this.dataset = dataset;
        this.warnings = warnings;
    }

    /** Counts something that was drawn. */
    synchronized void drawn() {
        draws++;
    }

    /**
     * Counts something drawn that couldn't be read.
     *
     * @param reason names the file
     * @throws GladException (failure) if there were too many
     */
    synchronized void found(Exception reason) {
        failures++;
        if (told.add(reason.getMessage()) && told.size() <= TOLD) {
            warnings.accept("dataset \"" + dataset + "\": passed over, " + reason.getMessage()
                    + (told.size() == TOLD ? "; more such files are only counted" : ""));
        }
        if (failures > MANY && failures > SHARE * draws) {
            throw GladException.failure("dataset \"" + dataset + "\" couldn't be read in " + failures + " of " + draws
                    + " draws, the last time: " + reason.getMessage() + "; ./glad data verify " + dataset
                    + " names what to mend", reason instanceof IOException ? reason : null);
        }
    }

    /** Returns how many different things couldn't be read. */
    synchronized int count() {
        return told.size();
    }
}

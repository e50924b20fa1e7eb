package glad.shell.internal.run;

import glad.api.GladException;
import picocli.CommandLine.Option;

/** How many sequences are tracked at the same time. */
final class ConcurrencyOptions {

    @Option(names = "--workers", paramLabel = "N",
            description = "Track N sequences at the same time on each device, each on its own (default: 1).")
    private Integer workers;

    @Option(names = "--batch", paramLabel = "N", description =
            "Track N sequences at the same time on each device, their "
            + "frames going through the network together. A frame's time then includes the waiting for the others.")
    private Integer batch;

    /** Tells whether their frames go through the network together. */
    boolean batched() {
        return batch != null;
    }

    /** Returns how many. @throws GladException (usage) if that is out of range */
    int count() {
        int count = workers != null ? workers : batch != null ? batch : 1;
        if (count < 1 || count > 256) {
            throw GladException.usage("option \"" + (workers != null ? "--workers" : "--batch") + "\" is \"" + count
                    + "\"; expected a number of sequences from 1 to 256");
        }
        return count;
    }
}

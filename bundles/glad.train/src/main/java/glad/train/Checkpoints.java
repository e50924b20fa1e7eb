package glad.train;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;

/**
 * When checkpoints are written besides at every check, and which are kept.
 *
 * @param minutes minutes from one to the next, 0 for never
 * @param updates updates from one to the next, 0 for never
 * @param keep how many of the last are kept
 * @param best whether the one with the best held-out IoU is kept as well
 */
public record Checkpoints(double minutes, long updates, int keep, boolean best) {

    private static final OptionSchema SCHEMA = OptionSchema.of(
            Option.number("minutes", 30, 0, 1e6, "minutes from one checkpoint to the next; 0: only at checks"),
            Option.integer("updates", 0, 0, Long.MAX_VALUE, "updates from one checkpoint to the next; 0: only at checks"),
            Option.integer("keep", 1, 1, 10_000, "how many of the last checkpoints are kept"),
            Option.flag("best", true, "keep the one with the best held-out IoU"));

    /** Reads {@code training.checkpoints}; absent keys have their defaults. */
    static Checkpoints read(JsonNode node) {
        Options o = SCHEMA.read("training.checkpoints", node);
        return new Checkpoints(o.number("minutes"), (Long) o.values().get("updates"), o.integer("keep"), o.flag("best"));
    }

    /** Tells whether one is due, so many seconds after the last and after so many updates of the stage. */
    boolean due(double seconds, long update) {
        return minutes > 0 && seconds >= 60 * minutes || updates > 0 && update % updates == 0;
    }
}

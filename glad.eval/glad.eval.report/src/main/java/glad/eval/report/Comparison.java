package glad.eval.report;

import glad.api.eval.Track;
import java.util.List;

/**
 * Another tracker, or the same one set otherwise, on the same sequences.
 *
 * @param name what to call it, for example {@code static box}
 * @param tracks its finished sequences
 */
public record Comparison(String name, List<Track> tracks) {}

package glad.eval.analysis;

import java.util.List;

/**
 * A tracker's line in a ranking.
 *
 * @param tracker its name
 * @param coverage how many sequences of how many have a result
 * @param complete whether that is all
 * @param scores one per metric of the analysis
 */
public record RankedTracker(String tracker, String coverage, boolean complete, List<Score> scores) {}

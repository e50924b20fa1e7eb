package glad.api.eval;

/**
 * A measure as a function of a threshold.
 *
 * @param thresholds rising
 * @param values the share of frames in [0, 1] that pass each threshold
 */
public record Curve(double[] thresholds, double[] values) {}

package glad.eval.analysis.statistics;

import glad.api.eval.Metric;
import java.util.Locale;

/**
 * What a difference says.
 *
 * @param answer one of four
 * @param margin what counts as no difference, in the metric's unit
 * @param needed for {@link Answer#UNKNOWN}, about how many sequences would tell; infinite if no number would with these runs, NaN if nothing
 *     can be said about that
 */
public record Verdict(Answer answer, double margin, double needed) {

    /** At which a difference counts as seen. */
    public static final double LEVEL = 0.05;

    /** What counts as no difference where nobody says otherwise, in per cent of a metric: what papers call a step is less. */
    public static final double MARGIN = 1;

    /** What {@link #mark()} returns, in words; what counts as equal is to be filled in. */
    public static final String MARKS = "equal: within %.1f; ? n: can't tell, which needs about n sequences, or more seeds";

    /** The four answers. */
    public enum Answer { BETTER, WORSE, EQUAL, UNKNOWN }

    /**
     * Judges a difference: better or worse if the corrected p is below {@value #LEVEL}; else equal if two one-sided tests at 5 % say that it
     * is smaller than the margin (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987); else unknown. What would
     * tell is worked out for a difference as large as was seen, or for none if less than the margin was seen.
     *
     * @param adjusted p after {@link Holm}; NaN if there is none, which is unknown
     * @param margin what counts as no difference, in the metric's unit
     */
    public static Verdict of(Estimate estimate, double adjusted, Metric.Direction direction, double margin) {
        if (Double.isNaN(adjusted)) {
            return new Verdict(Answer.UNKNOWN, margin, Double.NaN);
        }
        if (adjusted < LEVEL) {
            boolean better = estimate.difference() > 0 == (direction == Metric.Direction.HIGHER_IS_BETTER);
            return new Verdict(better ? Answer.BETTER : Answer.WORSE, margin, Double.NaN);
        }
        if (estimate.narrow().within(margin)) {
            return new Verdict(Answer.EQUAL, margin, Double.NaN);
        }
        double seen = Math.abs(estimate.difference());
        double needed = seen >= margin ? estimate.spread().needed(seen) : estimate.spread().neededForEquivalence(margin);
        // What was seen may be less than what the same number would usually show.
        return new Verdict(Answer.UNKNOWN, margin, Math.max(needed, estimate.sequences() + 1.0));
    }

    /** Returns it in words: {@code better}, {@code equal within 1.0}, {@code can't tell (needs about 960 sequences)}. */
    public String text() {
        return switch (answer) {
            case BETTER -> "better";
            case WORSE -> "worse";
            case EQUAL -> String.format(Locale.ROOT, "equal within %.1f", margin);
            case UNKNOWN -> "can't tell" + (Double.isNaN(needed) ? ""
                    : Double.isInfinite(needed) ? " (needs more seeds)"
                    : String.format(Locale.ROOT, " (needs about %s sequences)", rounded(needed)));
        };
    }

    /** Returns it in a few letters, for narrow columns: {@code better}, {@code equal}, {@code ? 960}; {@link #MARKS} says what they mean. */
    public String mark() {
        return switch (answer) {
            case BETTER, WORSE, EQUAL -> answer.name().toLowerCase(Locale.ROOT);
            case UNKNOWN -> "?" + (Double.isNaN(needed) ? "" : Double.isInfinite(needed) ? " seeds" : " " + rounded(needed));
        };
    }

    /** Returns a number with two digits that mean something. */
    private static String rounded(double number) {
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(number)) - 1));
        return String.format(Locale.ROOT, "%,d", Math.round(Math.ceil(number / unit) * unit)).replace(',', ' ');
    }
}

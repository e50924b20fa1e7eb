package glad.datasets.procedural.internal;

import glad.base.SeededRandom;

/**
 * What kind of pair one is; drawn before anything is painted.
 *
 * @param kind what the target is made of
 * @param ambiguous whether a distractor stands beside the target, so that the words are needed to be sure
 * @param degraded whether the template is erased or blurred
 * @param figure whether the target is a drawn person
 * @param deformed whether the target doesn't keep its looks
 */
record PairTraits(PairKind kind, boolean ambiguous, boolean degraded, boolean figure, boolean deformed) {

    /** Fraction of drawn people among the cut-outs: the stamps show hardly any. */
    static final double FIGURES = 0.3;

    private static final double DEGRADED = 0.07;
    private static final double MOST_AMBIGUOUS = 0.95;

    /** How many more of a kind are ambiguous: words are exact for drawn shapes, and vague for patches. */
    private static final double AMBIGUOUS_SHAPES = 2;
    private static final double AMBIGUOUS_STAMPS = 1;
    private static final double AMBIGUOUS_PATCHES = 0.4;

    static PairTraits draw(PairSettings settings, SeededRandom random) {
        PairKind kind = kind(settings, random);
        boolean ambiguous = kind != PairKind.REGION && random.chance(ambiguousFraction(settings, kind));
        boolean degraded = random.chance(ambiguous ? settings.hidden() : DEGRADED);
        boolean figure = kind == PairKind.STAMP && random.chance(FIGURES);
        // pairs without any are the same as before there were some
        boolean deformed = settings.deformed() > 0 && !ambiguous && random.chance(settings.deformed());
        return new PairTraits(kind, ambiguous, degraded, figure, deformed);
    }

    private static PairKind kind(PairSettings settings, SeededRandom random) {
        double[] weights = {settings.stamps(), settings.patches(), settings.regions(), settings.shapes()};
        double pick = random.uniform(0, settings.total());
        for (int i = 0; i < weights.length; i++) {
            pick -= weights[i];
            if (pick < 0 && weights[i] > 0) {
                return PairKind.values()[i];
            }
        }
        return PairKind.SHAPE;
    }

    /** Returns the fraction within a kind that makes the fraction asked for over all. */
    private static double ambiguousFraction(PairSettings settings, PairKind kind) {
        double weighted = AMBIGUOUS_SHAPES * settings.shapes() + settings.stamps() + AMBIGUOUS_PATCHES * settings.patches();
        double factor = kind == PairKind.SHAPE ? AMBIGUOUS_SHAPES : kind == PairKind.STAMP ? AMBIGUOUS_STAMPS : AMBIGUOUS_PATCHES;
        return Math.min(MOST_AMBIGUOUS, settings.ambiguous() * factor * settings.total() / weighted);
    }
}

package glad.datasets.procedural.internal;

import glad.api.data.PairSourceFactory.Crops;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.nio.file.Path;

/**
 * What pairs are made of.
 *
 * @param seed all pairs follow from it
 * @param crops the crops to paint
 * @param stamps weight of {@link PairKind#STAMP}
 * @param patches weight of {@link PairKind#PATCH}
 * @param regions weight of {@link PairKind#REGION}
 * @param shapes weight of {@link PairKind#SHAPE}
 * @param ambiguous fraction of pairs with a distractor that only the words tell apart, 0..1 (a region has none)
 * @param hidden fraction of pairs with a distractor whose template is hidden, 0..1
 * @param hiding how
 * @param deformed fraction of the targets without a distractor beside them that don't keep their looks, 0..1
 * @param templates 1, or 2 for a second one that was taken later
 * @param combinations of colour and outline that drawn targets and their distractors have
 * @param material folder that holds {@code tuxpaint/stamps} and {@code backgrounds}
 */
record PairSettings(
        long seed,
        Crops crops,
        double stamps,
        double patches,
        double regions,
        double shapes,
        double ambiguous,
        double hidden,
        Hiding hiding,
        double deformed,
        int templates,
        Combinations combinations,
        Path material) {

    /** The options that {@link #of} reads. */
    static final OptionSchema SCHEMA = OptionSchema.of(
            Option.number("stamps", 0.29, 0, 1, "weight of photographic cut-outs and drawn people"),
            Option.number("patches", 0.26, 0, 1, "weight of pieces cut from photographs"),
            Option.number("regions", 0.15, 0, 1, "weight of arbitrary boxes of photographs"),
            Option.number("shapes", 0.3, 0, 1, "weight of drawn shapes"),
            Option.number("ambiguous", 0.28, 0, 1, "fraction of pairs with a distractor"),
            Option.number("hidden", 0.5, 0, 1, "fraction of pairs with a distractor whose template is erased or blurred"),
            Option.choice("hiding", "mixed", Hiding.words(), "how: mixed (erased or grey), or one kind alone"),
            Option.number("deformed", 0, 0, 1, "fraction of targets, of those without such a distractor, that are deformed, turned in and out of"
                    + " the plane and in other light in the search region"),
            Option.integer("templates", 1, 1, 2, "templates of a pair; the second one shows the target between template and search region, cut round"
                    + " a box that may be off, now and then beside the target"),
            Option.choice("combinations", "all", Combinations.words(), "which colours of which outlines drawn targets and their distractors have:"
                    + " all, three quarters (seen) or the others (unseen)"),
            Option.text("material", "/usr/share", "folder that holds tuxpaint/stamps and backgrounds"));

    /** Returns the settings for checked option values. */
    static PairSettings of(Options options, Crops crops, long seed) {
        return new PairSettings(
                seed,
                crops,
                options.number("stamps"),
                options.number("patches"),
                options.number("regions"),
                options.number("shapes"),
                options.number("ambiguous"),
                options.number("hidden"),
                Hiding.of(options.text("hiding")),
                options.number("deformed"),
                options.integer("templates"),
                Combinations.of(options.text("combinations")),
                Path.of(options.text("material")));
    }

    /** Returns the sum of the kinds' weights. */
    double total() {
        return stamps + patches + regions + shapes;
    }
}

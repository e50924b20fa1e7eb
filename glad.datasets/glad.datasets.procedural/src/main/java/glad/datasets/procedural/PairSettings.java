package glad.datasets.procedural;

import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.nio.file.Path;

/**
 * What {@link PairSource} draws.
 *
 * @param seed all pairs follow from it
 * @param templateSize side of the template crop, pixels
 * @param searchSize side of the search crop, pixels
 * @param templateFactor side of the template crop in units of sqrt(w h) of the target
 * @param searchFactor side of the search crop, before jitter, in units of sqrt(w h) of the target
 * @param stamps weight of {@link PairKind#STAMP}
 * @param patches weight of {@link PairKind#PATCH}
 * @param regions weight of {@link PairKind#REGION}
 * @param shapes weight of {@link PairKind#SHAPE}
 * @param ambiguous share of pairs with a look-alike that only the words tell apart, 0..1 (a region has none)
 * @param material folder that holds {@code tuxpaint/stamps} and {@code backgrounds}
 */
public record PairSettings(
        long seed,
        int templateSize,
        int searchSize,
        double templateFactor,
        double searchFactor,
        double stamps,
        double patches,
        double regions,
        double shapes,
        double ambiguous,
        Path material) {

    private static final OptionSchema SCHEMA = OptionSchema.of(
            Option.integer("seed", 1, 0, Long.MAX_VALUE, "all pairs follow from it"),
            Option.integer("template-size", 128, 16, 1024, "side of the template crop, pixels"),
            Option.integer("search-size", 128, 16, 1024, "side of the search crop, pixels"),
            Option.number("template-factor", 2, 1, 8, "side of the template crop in target sizes"),
            Option.number("search-factor", 4, 2, 8, "side of the search crop in target sizes"),
            Option.number("stamps", 0.28, 0, 1, "weight of photographic cut-outs"),
            Option.number("patches", 0.245, 0, 1, "weight of pieces cut from photographs"),
            Option.number("regions", 0.175, 0, 1, "weight of arbitrary boxes of photographs"),
            Option.number("shapes", 0.3, 0, 1, "weight of drawn shapes"),
            Option.number("ambiguous", 0.28, 0, 1, "share of pairs with a look-alike"),
            Option.text("material", "/usr/share", "folder that holds tuxpaint/stamps and backgrounds"));

    /** Returns the options that {@link #of} reads, with their defaults. */
    public static OptionSchema options() {
        return SCHEMA;
    }

    /** Returns the settings for checked option values. */
    public static PairSettings of(Options options) {
        return new PairSettings(
                (Long) options.values().get("seed"),
                options.integer("template-size"),
                options.integer("search-size"),
                options.number("template-factor"),
                options.number("search-factor"),
                options.number("stamps"),
                options.number("patches"),
                options.number("regions"),
                options.number("shapes"),
                options.number("ambiguous"),
                Path.of(options.text("material")));
    }

    /** Returns these settings with drawn shapes only, which need no material. */
    public PairSettings drawnOnly() {
        return new PairSettings(
                seed, templateSize, searchSize, templateFactor, searchFactor, 0, 0, 0, 1, ambiguous, material);
    }
}

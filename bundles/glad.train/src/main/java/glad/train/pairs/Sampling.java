package glad.train.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.util.List;
import java.util.Locale;

/**
 * How pairs and clips are made of a dataset's frames: an experiment's {@code training.sampling}. The defaults are those of the
 * official training of GLAD-B256.
 *
 * @param mode which frame follows which
 * @param maxGap the search frame is less than this many frames away, where there is a usable one; a clip's frames at most
 * @param templates templates of a clip
 * @param searches search regions of a clip
 * @param template how the template crop strays from the target
 * @param search how the search crop does
 * @param grey fraction of pairs without colour
 * @param flip fraction of pairs mirrored left to right, both crops alike
 * @param cropFlip fraction of crops mirrored by themselves
 * @param brightness each crop's brightness is multiplied by a number in [1 - this, 1 + this]
 * @param sentence what the model is told of a sequence: {@code written}, {@code official}, {@code class} or {@code none}
 */
public record Sampling(Mode mode, int maxGap, int templates, int searches, Jitter template, Jitter search, double grey, double flip, double cropFlip,
        double brightness, String sentence) {

    /** Which frame of a sequence is searched for a template of another. */
    public enum Mode {
        /** A later one. */
        CAUSAL,
        /** An earlier or a later one, or the template's own. */
        INTERVAL,
        /** Any one: both are drawn from the whole sequence. */
        TRIDENT,
        /** A clip's frames lie around one, in rising or falling order: templates first. */
        ORDER
    }

    /**
     * How a crop strays from the target: the box it is cut round has {@code w, h} times {@code exp(scale N(0, 1))}, each by
     * itself, and a centre moved by up to half of {@code centre sqrt(w h)} of that new size along each axis.
     *
     * @param centre full range of the centre in units of the box's size
     * @param scale standard deviation of the logarithm of the sides
     */
    public record Jitter(double centre, double scale) {}

    private static final OptionSchema SCHEMA = OptionSchema.of(
            Option.choice("mode", "causal", List.of("causal", "interval", "trident", "order"),
                    "search frames follow the template, lie around it, or anywhere in the sequence; or clips, whose frames are in order, backwards in"
                            + " half of them"),
            Option.integer("max_gap", 200, 1, 1_000_000, "the search frame is less than this many frames away; a clip's frames are at most as far from one of them"),
            Option.integer("templates", 1, 1, 16, "templates of a clip"),
            Option.integer("searches", 1, 1, 256, "search regions of a clip"),
            Option.number("template_centre_jitter", 0, 0, 100, "range of the template crop's centre over the target's size"),
            Option.number("template_scale_jitter", 0, 0, 5, "deviation of the logarithm of the template crop's sides"),
            Option.number("search_centre_jitter", 3.5, 0, 100, "range of the search crop's centre over the target's size"),
            Option.number("search_scale_jitter", 0.5, 0, 5, "deviation of the logarithm of the search crop's sides"),
            Option.number("grey", 0.05, 0, 1, "fraction of pairs without colour"),
            Option.number("flip", 0.5, 0, 1, "fraction of pairs mirrored"),
            Option.number("crop_flip", 0.5, 0, 1, "fraction of crops mirrored by themselves"),
            Option.number("brightness", 0.2, 0, 1, "largest relative change of a crop's brightness"),
            Option.choice("sentence", "written", List.of("written", "official", "class", "none"), "what the model is told"));

    /**
     * Reads the node.
     *
     * @param node keys and values; missing for the defaults
     * @throws glad.api.GladException (usage) naming the key, the value, and what is accepted
     */
    public static Sampling read(JsonNode node) {
        Options o = SCHEMA.read("training.sampling", node);
        Mode mode = Mode.valueOf(o.text("mode").toUpperCase(Locale.ROOT));
        if (mode != Mode.ORDER && o.integer("templates") + o.integer("searches") > 2) {
            throw GladException.usage("training.sampling makes clips of \"" + o.integer("templates") + "\" templates and \""
                    + o.integer("searches") + "\" search regions in mode \"" + o.text("mode") + "\"; expected mode: order for clips");
        }
        return new Sampling(mode, o.integer("max_gap"), o.integer("templates"), o.integer("searches"),
                new Jitter(o.number("template_centre_jitter"), o.number("template_scale_jitter")),
                new Jitter(o.number("search_centre_jitter"), o.number("search_scale_jitter")), o.number("grey"),
                o.number("flip"), o.number("crop_flip"), o.number("brightness"), o.text("sentence"));
    }
}

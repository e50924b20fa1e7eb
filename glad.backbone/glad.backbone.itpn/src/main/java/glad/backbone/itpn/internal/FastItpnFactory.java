package glad.backbone.itpn.internal;

import glad.api.GladException;
import glad.api.GladId;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link FastItpn}s of any size. */
@GladId("fast-itpn")
@Component(service = BackboneFactory.class)
public class FastItpnFactory implements BackboneFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("dim", 192, 8, 4096, "width of the tokens, a multiple of 4"),
            Option.integers("depths", List.of(1L, 1L, 4L), 0, 64,
                    "blocks at stride 4 and 8 and in the main stage, which has at least one"),
            Option.integer("heads", 3, 1, 64, "attention heads; divides dim"),
            Option.number("mlp_ratio", 3, 0.5, 8, "inner width of the main stage's SwiGLUs in multiples of dim"),
            Option.number("conv_ratio", 3, 0.5, 8, "inner width of the convolutional MLPs in multiples of theirs"),
            Option.number("layer_scale", 0, 0, 10,
                    "first value of learned factors of the main stage's branches (gamma_1, gamma_2); 0: none"),
            Option.choice("relative_positions", "none", List.of("none", "blocks", "shared"),
                    "bias of the main stage's scores by the offset of two tokens: none, a table in every block, or one for all"),
            Option.integer("channels", 3, 3, 6, "3, or 6 for weights that look at two images; the one is given twice"),
            Option.flag("token_types", false,
                    "mark tokens as search region, target or background of the template, as SUTrack does"),
            Option.number("drop_path", 0.1, 0, 0.9, "drop-path rate of the last block in training"));

    private final OptionSchema schema;

    /** Makes the factory of the backbone whose options are all the user's. */
    @Activate
    public FastItpnFactory() {
        this(Map.of());
    }

    /** Makes the factory of a preset. */
    FastItpnFactory(Map<String, Object> defaults) {
        schema = OPTIONS.withDefaults(defaults);
    }

    @Override
    public OptionSchema options() {
        return schema;
    }

    @Override
    public Backbone create(Options options, PartInputs inputs, PartContext context) {
        int width = options.integer("dim");
        int heads = options.integer("heads");
        int channels = options.integer("channels");
        int[] depths = options.integers("depths");
        require(width % 4 == 0, "dim", width, "a multiple of 4, because the first stage has a quarter of it");
        require(width % heads == 0, "heads", heads, "a divisor of dim, which is " + width);
        require(depths.length == 3 && depths[2] > 0, "depths", options.values().get("depths"),
                "three numbers of blocks, the last at least 1");
        require(channels == 3 || channels == 6, "channels", channels, "3 or 6");
        int step = 2 * FastItpn.STRIDE;
        if (inputs.searchSize() < step || inputs.searchSize() % step != 0) {
            throw GladException.usage("the search size is \"" + inputs.searchSize() + "\"; backbone \"fast-itpn\" expects a"
                    + " multiple of " + step + ", because its stride is " + FastItpn.STRIDE
                    + " and its template has half the side");
        }
        return new FastItpn(new LayerContext(context), new FastItpn.Size(width, depths[0], depths[1], depths[2], heads,
                options.number("conv_ratio"), options.number("mlp_ratio"), options.number("layer_scale"), channels,
                options.flag("token_types"),
                FastItpn.Relative.valueOf(options.text("relative_positions").toUpperCase(Locale.ROOT)), options.number("drop_path"), inputs.searchSize()));
    }

    private static void require(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw GladException.usage(
                    "option \"" + key + "\" of backbone \"fast-itpn\" is \"" + value + "\"; expected " + expected);
        }
    }
}

package glad.backbone.itpn.internal;

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

    static final Option DIM = Option.integer("dim", 192, 8, 4096, "width of the tokens, a multiple of 4");
    static final Option DEPTHS = Option.integers("depths", List.of(1L, 1L, 4L), 0, 64,
            "blocks at stride 4 and 8 and in the main stage, which has at least one");
    static final Option HEADS = Option.integer("heads", 3, 1, 64, "attention heads; divides dim");
    static final Option MLP_RATIO =
            Option.number("mlp_ratio", 3, 0.5, 8, "inner width of the main stage's SwiGLUs in multiples of dim");
    static final Option CONV_RATIO =
            Option.number("conv_ratio", 3, 0.5, 8, "inner width of the convolutional MLPs in multiples of theirs");
    static final Option DROP_PATH = Option.number("drop_path", 0.1, 0, 0.9, "drop-path rate of the last block in training");

    private static final OptionSchema OPTIONS = OptionSchema.of(
            DIM, DEPTHS, HEADS, MLP_RATIO, CONV_RATIO,
            layerScale(0),
            Option.choice("relative_positions", "none", List.of("none", "blocks", "shared"),
                    "bias of the main stage's scores by the offset of two tokens: none, a table in every block, or one for all"),
            Option.integer("channels", 3, 3, 6, "3, or 6 for weights that look at two images; the one is given twice"),
            Option.flag("token_types", false,
                    "mark tokens as search region, target or background of the template, as SUTrack does"),
            DROP_PATH);

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

    /** Returns the option of the first value that layer scale has. */
    static Option layerScale(double first) {
        return Option.number("layer_scale", first, 0, 10,
                "first value of learned factors of the main stage's branches (gamma_1, gamma_2); 0: none");
    }

    @Override
    public OptionSchema options() {
        return schema;
    }

    @Override
    public Backbone create(Options options, PartInputs inputs, PartContext context) {
        int channels = options.integer("channels");
        if (channels != 3 && channels != 6) {
            throw FastItpn.Size.wrong("fast-itpn", "channels", channels, "3 or 6");
        }
        return new FastItpn(new LayerContext(context), FastItpn.Size.of("fast-itpn", options, inputs, channels, options.flag("token_types"),
                FastItpn.Relative.valueOf(options.text("relative_positions").toUpperCase(Locale.ROOT))));
    }
}

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
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link AtcItpn}s of any size. */
@GladId("atc-itpn")
@Component(service = BackboneFactory.class)
public class AtcItpnFactory implements BackboneFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.integer("dim", 192, 8, 4096, "width of the tokens, a multiple of 4"),
            Option.integers("depths", List.of(1L, 1L, 4L), 0, 64,
                    "blocks at stride 4 and 8 and in the main stage, which has at least one"),
            Option.integer("heads", 3, 1, 64, "attention heads; divides dim"),
            Option.number("mlp_ratio", 3, 0.5, 8, "inner width of the main stage's SwiGLUs in multiples of dim"),
            Option.number("conv_ratio", 3, 0.5, 8, "inner width of the convolutional MLPs in multiples of theirs"),
            Option.number("layer_scale", 0.1, 0, 10,
                    "first value of learned factors of the main stage's branches (gamma_1, gamma_2); 0: none"),
            Option.integer("templates", 2, 1, 4, "templates: the first frame's and, above 1, later ones (see tracker.update_interval)"),
            Option.number("drop_path", 0.1, 0, 0.9, "drop-path rate of the last block in training"),
            Option.flag("unused_weights", true, "keep the table of pretraining that published weights hold and nothing uses"));

    private final OptionSchema schema;

    /** Makes the factory of the backbone whose options are all the user's. */
    @Activate
    public AtcItpnFactory() {
        this(Map.of());
    }

    /** Makes the factory of a preset. */
    AtcItpnFactory(Map<String, Object> defaults) {
        schema = OPTIONS.withDefaults(defaults);
    }

    @Override
    public OptionSchema options() {
        return schema;
    }

    @Override
    public Backbone create(Options options, PartInputs inputs, PartContext context) {
        FastItpn.Size size = FastItpn.Size.of("atc-itpn", options, inputs, 3, false, FastItpn.Relative.NONE);
        return new AtcItpn(new LayerContext(context), size, options.integer("templates"), options.flag("unused_weights"));
    }
}

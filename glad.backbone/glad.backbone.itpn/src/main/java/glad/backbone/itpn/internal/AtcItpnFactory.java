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
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes {@link AtcItpn}s of any size. */
@GladId("atc-itpn")
@Component(service = BackboneFactory.class)
public class AtcItpnFactory implements BackboneFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            FastItpnFactory.DIM, FastItpnFactory.DEPTHS, FastItpnFactory.HEADS, FastItpnFactory.MLP_RATIO, FastItpnFactory.CONV_RATIO,
            FastItpnFactory.layerScale(0.1),
            Option.integer("templates", 2, 1, 4, "templates: the first frame's and, above 1, later ones (see tracker.update_interval)"),
            FastItpnFactory.DROP_PATH,
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

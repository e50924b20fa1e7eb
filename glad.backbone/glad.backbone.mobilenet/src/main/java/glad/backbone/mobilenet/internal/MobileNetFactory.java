package glad.backbone.mobilenet.internal;

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
import org.osgi.service.component.annotations.Component;

/** Makes {@link MobileNetBackbone}s. */
@GladId("mobilenet-v2")
@Component(service = BackboneFactory.class)
public final class MobileNetFactory implements BackboneFactory {

    /** Sides that every layer halves evenly, the template's too. */
    private static final int MULTIPLE = 32;

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.choice("map", "fine", List.of("fine", "coarse"),
                    "which features become tokens: of 192 channels at stride 8, or of 96 channels at stride 16"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Backbone create(Options options, PartInputs inputs, PartContext context) {
        if (inputs.searchSize() < MULTIPLE || inputs.searchSize() % MULTIPLE != 0) {
            throw GladException.usage("the search size is \"" + inputs.searchSize() + "\"; backbone \"mobilenet-v2\" expects a multiple of "
                    + MULTIPLE + ", because its template has half the side");
        }
        return new MobileNetBackbone(new LayerContext(context), inputs.searchSize(), options.text("map").equals("coarse"));
    }
}

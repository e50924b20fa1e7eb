package glad.tests.part.internal;

import glad.api.GladId;
import glad.api.model.Backbone;
import glad.api.model.BackboneFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.nn.LayerContext;
import org.osgi.service.component.annotations.Component;

/** Makes {@link PlainBackbone}s. */
@GladId("test-plain")
@Component(service = BackboneFactory.class)
public final class PlainBackboneFactory implements BackboneFactory {

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public Backbone create(Options options, PartInputs inputs, PartContext context) {
        return new PlainBackbone(new LayerContext(context), inputs.searchSize());
    }
}

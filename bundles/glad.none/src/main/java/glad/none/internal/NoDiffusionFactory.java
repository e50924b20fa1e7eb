package glad.none.internal;

import glad.api.GladId;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.service.component.annotations.Component;

/** A tracker without diffusion. */
@GladId("none")
@Component(service = DiffusionFactory.class)
public final class NoDiffusionFactory implements DiffusionFactory {

    @Override
    public OptionSchema options() {
        return OptionSchema.of();
    }

    @Override
    public Diffusion create(Options options, PartInputs inputs, PartContext context) {
        return new NoDiffusion();
    }
}

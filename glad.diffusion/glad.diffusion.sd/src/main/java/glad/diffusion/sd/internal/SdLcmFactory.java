package glad.diffusion.sd.internal;

import glad.api.GladId;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionFactory;
import glad.api.model.PartContext;
import glad.api.model.PartInputs;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import org.osgi.service.component.annotations.Component;

/** Stable Diffusion with a consistency schedule, in any size. */
@GladId("sd-lcm")
@Component(service = DiffusionFactory.class)
public class SdLcmFactory implements DiffusionFactory {

    @Override
    public OptionSchema options() {
        return LatentDiffusionOptions.schema();
    }

    @Override
    public Diffusion create(Options options, PartInputs inputs, PartContext context) {
        return new LatentDiffusion(options, inputs, context);
    }
}

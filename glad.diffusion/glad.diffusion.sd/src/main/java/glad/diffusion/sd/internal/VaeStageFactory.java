package glad.diffusion.sd.internal;

import glad.api.GladId;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.api.train.TrainingStageFactory;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** The VAE of the diffusion module, on reconstruction. */
@GladId("vae")
@Component(service = TrainingStageFactory.class)
public final class VaeStageFactory implements TrainingStageFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(Option.number("kl", 1e-6, 0, 1, "weight of the VAE's divergence"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Set<String> trains() {
        return Set.of("diffusion");
    }

    @Override
    public TrainingStage create(Options options, TrainingModel model) {
        return new VaeStage(options.number("kl"), model);
    }
}

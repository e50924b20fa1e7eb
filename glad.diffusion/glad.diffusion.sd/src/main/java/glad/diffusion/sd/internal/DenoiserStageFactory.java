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

/** The U-Net of the diffusion module and the text encoder, on the denoising loss. */
@GladId("denoiser")
@Component(service = TrainingStageFactory.class)
public final class DenoiserStageFactory implements TrainingStageFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(Option.number("drop_text", 0, 0, 1, "fraction of examples without their sentence"));

    @Override
    public OptionSchema options() {
        return OPTIONS;
    }

    @Override
    public Set<String> trains() {
        return Set.of("text", "diffusion");
    }

    @Override
    public TrainingStage create(Options options, TrainingModel model) {
        return new DenoiserStage(options.number("drop_text"), model);
    }
}

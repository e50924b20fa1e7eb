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

/** The U-Net of the diffusion module and the text encoder, on the denoising loss or on the error of restored templates. */
@GladId("denoiser")
@Component(service = TrainingStageFactory.class)
public final class DenoiserStageFactory implements TrainingStageFactory {

    private static final OptionSchema OPTIONS = OptionSchema.of(
            Option.number("drop_text", 0, 0, 1, "fraction of examples without their sentence"),
            Option.number("hide", 0, 0, 1, "fraction of templates that are hidden from it, with diffusion.predicts: clean"),
            Option.integer("again", 0, 0, 1000, "how many earlier batches each update looks at again, with noise, time step and left out sentences drawn"
                    + " anew: their latents are kept. A resumed training begins with none"),
            Option.integer("keep", 1000, 1, 1_000_000, "how many batches are kept for that at most"));

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
        return new DenoiserStage(options, model);
    }
}

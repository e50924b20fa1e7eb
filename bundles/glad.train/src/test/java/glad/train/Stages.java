package glad.train;

import glad.api.train.TrainingStageFactory;
import glad.diffusion.sd.internal.DenoiserStageFactory;
import glad.diffusion.sd.internal.VaeStageFactory;
import glad.runtime.Registries;
import glad.runtime.Registry;

/** The stages of the product, without a framework. */
final class Stages {

    private Stages() {}

    static Registry<TrainingStageFactory> all() {
        Registry<TrainingStageFactory> stages = new Registries().stages();
        stages.offer("tracker", new TrackerStageFactory(), "glad.train");
        stages.offer("vae", new VaeStageFactory(), "glad.diffusion.sd");
        stages.offer("denoiser", new DenoiserStageFactory(), "glad.diffusion.sd");
        return stages;
    }
}

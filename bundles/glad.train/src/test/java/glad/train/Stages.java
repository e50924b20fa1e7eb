package glad.train;

import glad.api.train.TrainingStageFactory;
import glad.diffusion.sd.internal.DenoiserStageFactory;
import glad.diffusion.sd.internal.VaeStageFactory;
import glad.runtime.Registries;
import glad.runtime.Registry;
import java.util.function.UnaryOperator;

/** The stages of the product, without a framework. */
final class Stages {

    private Stages() {}

    static Registry<TrainingStageFactory> all() {
        return all(UnaryOperator.identity());
    }

    /** Returns them changed. */
    static Registry<TrainingStageFactory> all(UnaryOperator<TrainingStageFactory> changed) {
        Registry<TrainingStageFactory> stages = new Registries().stages();
        stages.offer("tracker", changed.apply(new TrackerStageFactory()), "glad.train");
        stages.offer("words", changed.apply(new WordsStageFactory()), "glad.train");
        stages.offer("context", changed.apply(new ContextStageFactory()), "glad.train");
        stages.offer("vae", changed.apply(new VaeStageFactory()), "glad.diffusion.sd");
        stages.offer("denoiser", changed.apply(new DenoiserStageFactory()), "glad.diffusion.sd");
        return stages;
    }
}

package glad.runtime;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Parameter;
import glad.api.model.TextFeatures;
import glad.nn.Torch;
import java.time.Duration;
import java.util.Optional;

/**
 * The features of one model's diffusion module by the content of all that they follow from: the module's code, options and
 * parameter values, how it computes, and the very arrays that it is given. Text encoders needn't be known for that: what
 * they made of the sentence is among those arrays.
 */
final class KeptFeatures {

    private final FeatureStore store;
    private final Diffusion diffusion;
    private final String module;

    /** Takes the check sum of the parameters, which mustn't change from now on, and rounds them. */
    KeptFeatures(FeatureStore store, Diffusion diffusion, PartSpec spec, Placement placement) {
        this.store = store;
        this.diffusion = diffusion;
        Digest digest = new Digest().add(CodeHash.of(diffusion.getClass()).toString()).add(spec.id())
                .add(spec.options().toString()).add(placement.device().getDeviceType()).add(placement.precision().part(PartKind.DIFFUSION).name())
                .add(Torch.engine().getVersion()).add(Engine.getDjlVersion()).add(System.getProperty("os.arch"));
        for (Parameter parameter : diffusion.parameters()) {
            digest.add(parameter.name()).add(parameter.array());
            parameter.round(); // asking for the array made the master of a rounded one anew
        }
        module = digest.hex();
    }

    /** Returns what {@link Diffusion#features} does, from the store if it is there, and books the time. */
    NDList features(NDArray image, TextFeatures words, TextFeatures nothing, DiffusionNoise noise, StageTimes times) {
        long start = System.nanoTime();
        // As many threads as there are add up in parts: other parts may make other last digits.
        Digest digest = new Digest().add(module).add(Integer.toString(Torch.threads())).add(image).add(words.tokens())
                .add(words.mask()).add(nothing.tokens()).add(nothing.mask());
        if (noise != null) {
            digest.add(noise.posterior()).add(noise.diffusion());
        }
        String key = digest.hex();
        Optional<NDList> kept = store.read(key, image.getManager());
        if (kept.isPresent()) {
            times.lap(Stage.CACHE, start);
            return kept.get();
        }
        start = System.nanoTime();
        NDList maps = diffusion.features(image, words, nothing, noise);
        long end = times.lap(Stage.DIFFUSION, start);
        store.keep(key, maps, Duration.ofNanos(end - start));
        return maps;
    }
}

package glad.runtime;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Diffusion;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.model.TextFeatures;
import glad.nn.Torch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A diffusion module whose features come from a store where it has them, by the content of all that they follow from: the
 * module's code, options and parameter values, how it computes, and the very arrays that it is given. Text encoders needn't be
 * known for that: what they made of the sentence is among those arrays. The features are the same bit for bit.
 *
 * <p>Who asks for the parameters may change them, so that their check sum is then taken anew. In training everything is computed.
 */
final class CachedDiffusion implements Diffusion {

    private final FeatureStore store;
    private final Diffusion diffusion;
    private final PartSpec spec;
    private final Placement placement;
    private Mode mode = Mode.INFER;
    private String module;

    /** Takes the check sum of the parameters and rounds them; closing this closes the module. */
    CachedDiffusion(FeatureStore store, Diffusion diffusion, PartSpec spec, Placement placement) {
        this.store = store;
        this.diffusion = diffusion;
        this.spec = spec;
        this.placement = placement;
        module();
    }

    /** Returns the module's class. */
    Class<?> code() {
        return diffusion.getClass();
    }

    private synchronized String module() {
        if (module == null) {
            Digest digest = new Digest().add(CodeHash.of(diffusion.getClass()).toString()).add(spec.id())
                    .add(spec.options().toString()).add(placement.device().getDeviceType())
                    .add(placement.precision().part(PartKind.DIFFUSION).name())
                    .add(Torch.engine().getVersion()).add(Engine.getDjlVersion()).add(System.getProperty("os.arch"));
            for (Parameter parameter : diffusion.parameters()) {
                digest.add(parameter.name()).add(parameter.array());
                parameter.round(); // asking for the array made the master of a rounded one anew
            }
            module = digest.hex();
        }
        return module;
    }

    /** Returns what the module does; {@link FeatureStore.Kept} if it was read. */
    @Override
    public NDList features(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
        if (training()) {
            return diffusion.features(image, text, nullText, noise);
        }
        // As many threads as there are add up in parts: other parts may make other last digits.
        Digest digest = new Digest().add(module()).add(Integer.toString(Torch.threads())).add(image).add(text.tokens())
                .add(text.mask()).add(nullText.tokens()).add(nullText.mask());
        if (noise != null) {
            digest.add(noise.posterior()).add(noise.diffusion());
        }
        String key = digest.hex();
        Optional<FeatureStore.Kept> kept = store.read(key, image.getManager());
        if (kept.isPresent()) {
            return kept.get();
        }
        long start = System.nanoTime();
        NDList maps = diffusion.features(image, text, nullText, noise);
        store.keep(key, maps, Duration.ofNanos(System.nanoTime() - start));
        return maps;
    }

    @Override
    public boolean restores() {
        return diffusion.restores();
    }

    /** Restores them each time: images aren't kept. */
    @Override
    public NDArray restored(NDArray image, TextFeatures text, TextFeatures nullText, DiffusionNoise noise) {
        return diffusion.restored(image, text, nullText, noise);
    }

    private synchronized boolean training() {
        return mode == Mode.TRAIN;
    }

    @Override
    public List<Shape> featureMaps() {
        return diffusion.featureMaps();
    }

    @Override
    public Shape noiseShape() {
        return diffusion.noiseShape();
    }

    @Override
    public synchronized List<Parameter> parameters() {
        module = null;
        return diffusion.parameters();
    }

    @Override
    public Optional<String> remedy(String tensor) {
        return diffusion.remedy(tensor);
    }

    @Override
    public synchronized void mode(Mode newMode) {
        mode = newMode;
        module = null;
        diffusion.mode(newMode);
    }

    @Override
    public void close() {
        diffusion.close();
    }
}

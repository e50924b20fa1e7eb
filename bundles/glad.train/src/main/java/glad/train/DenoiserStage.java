package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.Picture;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.diffusion.sd.LatentDiffusion;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.runtime.Model;
import glad.runtime.ModelInputs;
import glad.runtime.PartKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Trains the diffusion module's U-Net and the text encoder to predict the noise in a template's latent from the sentence (Ho
 * et al., "Denoising diffusion probabilistic models", 2020), some sentences being left out for guidance.
 */
final class DenoiserStage implements Stage {

    private final Model model;
    private final StageSpec.Loss weights;
    private final LatentDiffusion diffusion;
    private final NDManager manager;
    private final Kernel loss;

    DenoiserStage(Model model, StageSpec.Loss weights) {
        this.model = model;
        this.weights = weights;
        diffusion = diffusion(model);
        manager = model.manager().newSubManager();
        loss = new Kernels(manager).get(DenoiserStage.class, "squared_error.py", Map.of());
    }

    /** Returns the diffusion part, which must be one that has a denoising loss. */
    static LatentDiffusion diffusion(Model model) {
        if (model.diffusion() instanceof LatentDiffusion latent) {
            return latent;
        }
        throw GladException.usage("the diffusion part \"" + model.spec().diffusion().id()
                + "\" can't be trained; expected sd-lcm, or no stage that trains the vae or the denoiser");
    }

    static Picture[] templates(List<TrainingPair> pairs) {
        return pairs.stream().map(TrainingPair::template).toArray(Picture[]::new);
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters(PartKind.TEXT).forEach(p -> parameters.put(p.name(), p));
        model.parameters(PartKind.DIFFUSION).stream().filter(p -> !p.name().startsWith("vae."))
                .forEach(p -> parameters.put(p.name(), p));
        return parameters;
    }

    @Override
    public void prepare() {
        model.mode(Mode.INFER);
        model.text().mode(Mode.TRAIN);
        diffusion.mode(Mode.TRAIN);
    }

    @Override
    public Batch batch(List<TrainingPair> pairs, Random random, NDManager scope) {
        return batch(pairs, pair -> random.nextDouble() < weights.dropText() ? "" : pair.sentence(), random, scope);
    }

    private Batch batch(
            List<TrainingPair> pairs, Function<TrainingPair, String> words, Random random, NDManager scope) {
        List<String> sentences = pairs.stream().map(words).toList();
        DiffusionNoise all = ModelInputs.noise(scope, random, diffusion.noiseShape(), pairs.size());
        int[] steps = random.ints(pairs.size(), 0, LatentDiffusion.STEPS).toArray();
        return (from, to, piece) -> {
            DiffusionNoise noise = Stage.part(all, from, to, piece);
            int[] own = Arrays.copyOfRange(steps, from, to);
            NDArray latents = diffusion.encode(ModelInputs.images(piece, templates(pairs.subList(from, to))), noise.posterior());
            NDArray noised = diffusion.addNoise(latents, noise.diffusion(), own);
            NDArray predicted = diffusion.predictNoise(
                    noised, own, model.text().encode(sentences.subList(from, to), piece).tokens());
            return new NDArray[] {loss.one(true, predicted, noise.diffusion())};
        };
    }

    @Override
    public List<String> terms() {
        return List.of();
    }

    /** Measures the denoising error with the right words, with those of another pair, and with none. */
    @Override
    public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        long seed = random.nextLong();
        List<TrainingPair> some = pairs.subList(0, Math.min(256, pairs.size()));
        Map<TrainingPair, String> others = new java.util.IdentityHashMap<>();
        for (int i = 0; i < some.size(); i++) {
            others.put(some.get(i), some.get((i + 1) % some.size()).sentence());
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("right", error(some, TrainingPair::sentence, seed));
        measures.put("wrong", error(some, others::get, seed));
        measures.put("none", error(some, pair -> "", seed));
        return measures;
    }

    private double error(List<TrainingPair> pairs, Function<TrainingPair, String> words, long seed) {
        try (NDManager scope = manager.newSubManager()) {
            return batch(pairs, words, new Random(seed), scope).loss(0, pairs.size(), scope)[0].getFloat();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

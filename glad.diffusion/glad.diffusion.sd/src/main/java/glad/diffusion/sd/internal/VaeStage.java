package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trains the diffusion module's VAE to reconstruct templates: mean absolute error plus a little divergence. */
final class VaeStage implements TrainingStage {

    private final TrainingModel model;
    private final LatentDiffusion diffusion;
    private final NDManager manager;
    private final Kernel loss;

    VaeStage(double divergence, TrainingModel model) {
        this.model = model;
        diffusion = DenoiserStage.diffusion(model);
        manager = model.manager().newSubManager();
        loss = new Kernels(manager).get(VaeStage.class, "vae_loss.py", Map.of("KL", divergence));
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters("diffusion").stream().filter(p -> p.name().startsWith("vae."))
                .forEach(p -> parameters.put(p.name(), p));
        return parameters;
    }

    @Override
    public void prepare() {
        model.mode(Mode.INFER);
        diffusion.mode(Mode.TRAIN);
    }

    @Override
    public Batch batch(List<TrainingPair> pairs, Random random, NDManager scope) {
        DiffusionNoise noise = model.noise(pairs.size(), random, scope);
        return (from, to, piece) -> {
            NDArray image = model.images(DenoiserStage.templates(pairs.subList(from, to)), piece);
            Posterior posterior = diffusion.posterior(image);
            NDArray latents = diffusion.sample(posterior, noise.part(from, to, piece).posterior());
            return loss.many(true, diffusion.decode(latents), image, posterior.mean(), posterior.logVariance(), latents);
        };
    }

    @Override
    public List<String> terms() {
        return List.of("reconstruction", "divergence", "latent-deviation");
    }

    @Override
    public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        try (NDManager scope = manager.newSubManager()) {
            List<TrainingPair> some = pairs.subList(0, Math.min(64, pairs.size()));
            double[] terms = DenoiserStage.mean(batch(some, random, scope), some.size(), model.atOnce(), scope);
            Map<String, Double> measures = new LinkedHashMap<>();
            for (int i = 0; i < terms().size(); i++) {
                measures.put(terms().get(i), terms[i + 1]);
            }
            return measures;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

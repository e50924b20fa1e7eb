package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.diffusion.sd.LatentDiffusion;
import glad.diffusion.sd.Posterior;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.runtime.Model;
import glad.runtime.ModelInputs;
import glad.runtime.PartKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trains the diffusion module's VAE to reconstruct templates: mean absolute error plus a little divergence. */
final class VaeStage implements Stage {

    private final Model model;
    private final LatentDiffusion diffusion;
    private final NDManager manager;
    private final Kernel loss;

    VaeStage(Model model, StageSpec.Loss weights) {
        this.model = model;
        diffusion = DenoiserStage.diffusion(model);
        manager = model.manager().newSubManager();
        loss = new Kernels(manager).get(VaeStage.class, "vae_loss.py", Map.of("KL", weights.kl()));
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters(PartKind.DIFFUSION).stream().filter(p -> p.name().startsWith("vae."))
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
        DiffusionNoise noise = ModelInputs.noise(scope, random, diffusion.noiseShape(), pairs.size());
        return (from, to, piece) -> {
            NDArray image = ModelInputs.images(piece, DenoiserStage.templates(pairs.subList(from, to)));
            Posterior posterior = diffusion.posterior(image);
            NDArray latents = diffusion.sample(posterior, Stage.part(noise, from, to, piece).posterior());
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
            NDArray[] terms = batch(some, random, scope).loss(0, some.size(), scope);
            Map<String, Double> measures = new LinkedHashMap<>();
            for (int i = 0; i < terms().size(); i++) {
                measures.put(terms().get(i), (double) terms[i + 1].getFloat());
            }
            return measures;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

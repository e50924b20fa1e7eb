package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.api.model.DiffusionNoise;
import glad.api.model.Mode;
import glad.api.model.Parameter;
import glad.api.options.Options;
import glad.api.train.TrainingModel;
import glad.api.train.TrainingStage;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Trains the diffusion module's U-Net and the text encoder on templates and their sentences, some of which are left out for guidance: to
 * predict the noise in a template's latent (Ho et al., "Denoising diffusion probabilistic models", 2020), or to restore the clean
 * latent of a template from the noised one of what is left of it when it is hidden, which only the words can.
 */
final class DenoiserStage implements TrainingStage {

    /** Half of the time steps of {@code diffusion.predicts: clean} lie so near to the one that tracking's features are computed at. */
    private static final int NEAR = 60;

    private final TrainingModel model;
    private final double dropText;
    private final boolean restores;
    private final LatentDiffusion diffusion;
    private final NDManager manager;
    private final HiddenTemplates hidden;
    private final int again;
    private final SeenLatents seen;
    private final Kernel loss;

    DenoiserStage(Options options, TrainingModel model) {
        this.model = model;
        dropText = options.number("drop_text");
        diffusion = diffusion(model);
        restores = diffusion.predictsClean();
        if (!restores && options.number("hide") > 0) {
            throw GladException.usage("option \"hide\" of the stage denoiser is \"" + options.number("hide")
                    + "\"; expected 0, or diffusion.predicts: clean, because hidden templates have nothing to learn the noise for");
        }
        manager = model.manager().newSubManager();
        hidden = new HiddenTemplates(options.number("hide"), manager);
        again = options.integer("again");
        seen = new SeenLatents(options.integer("keep"), manager);
        loss = new Kernels(manager).get(DenoiserStage.class, "squared_error.py", Map.of());
    }

    /** Returns the diffusion part, which must be one that has a denoising loss. */
    static LatentDiffusion diffusion(TrainingModel model) {
        if (model.diffusion() instanceof LatentDiffusion latent) {
            return latent;
        }
        throw GladException.usage("the experiment's diffusion module has no VAE and denoiser to train; expected diffusion.id sd-lcm or"
                + " sd15-lcm, or no stage that trains the vae or the denoiser");
    }

    static List<Image> templates(List<TrainingPair> pairs) {
        return pairs.stream().map(TrainingPair::template).toList();
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        model.parameters("text").forEach(p -> parameters.put(p.name(), p));
        model.parameters("diffusion").stream().filter(p -> !p.name().startsWith("vae."))
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
        return batch(pairs, pair -> random.nextDouble() < dropText ? "" : pair.sentence(), again, random, scope);
    }

    private Batch batch(
            List<TrainingPair> pairs, Function<TrainingPair, String> said, int earlierToo, Random random, NDManager scope) {
        List<String> sentences = pairs.stream().map(said).toList();
        DiffusionNoise all = model.noise(pairs.size(), random, scope);
        int[] steps = random.ints(pairs.size(), 0, LatentDiffusion.STEPS).toArray();
        float[] kinds = restores ? hidden.draw(pairs.size(), random) : null;
        near(steps, random);
        List<Draw> draws = new ArrayList<>();
        for (int i = 0; i < earlierToo; i++) {
            draws.add(draw(pairs.size(), random, scope));
        }
        return (from, to, piece) -> {
            DiffusionNoise noise = all.part(from, to, piece);
            NDArray images = model.images(templates(pairs.subList(from, to)), piece);
            NDArray latents = diffusion.encode(images, noise.posterior());
            NDArray left = !restores ? latents : diffusion.encode(hidden.hide(images, boxes(pairs.subList(from, to)),
                    Arrays.copyOfRange(kinds, from, to)), noise.posterior());
            List<Look> looks = new ArrayList<>(List.of(new Look(latents, left, sentences.subList(from, to), noise.diffusion(),
                    Arrays.copyOfRange(steps, from, to))));
            List<SeenLatents.Piece> earlier = draws.isEmpty() ? List.of() : seen.of(from, to);
            for (Draw draw : earlier.isEmpty() ? List.<Draw>of() : draws) {
                looks.add(draw.look(earlier.get((int) (draw.which() * earlier.size())), from, to, piece));
            }
            NDArray[] error = {error(looks, piece)};
            if (earlierToo > 0) {
                seen.keep(from, to, new SeenLatents.Piece(latents, left, pairs.subList(from, to).stream().map(TrainingPair::sentence).toList()));
            }
            return error;
        };
    }

    /** Half of the time steps of {@code diffusion.predicts: clean} are drawn anew. */
    private void near(int[] steps, Random random) {
        for (int i = 0; restores && i < steps.length; i++) {
            int near = diffusion.featureStep() + random.nextInt(2 * NEAR) - NEAR;
            steps[i] = random.nextBoolean() ? Math.max(0, Math.min(LatentDiffusion.STEPS - 1, near)) : steps[i];
        }
    }

    /**
     * What is drawn anew for a batch that is looked at again.
     *
     * @param which which one, as a fraction of those that are kept
     * @param told for each of its templates whether its sentence is
     */
    private record Draw(double which, boolean[] told, DiffusionNoise noise, int[] steps) {

        private Look look(SeenLatents.Piece piece, int from, int to, NDManager scope) {
            List<String> sentences = new ArrayList<>();
            for (int i = from; i < to; i++) {
                sentences.add(told[i] ? piece.sentences().get(i - from) : "");
            }
            return new Look(piece.latents(), piece.hidden(), sentences, noise.part(from, to, scope).diffusion(), Arrays.copyOfRange(steps, from, to));
        }
    }

    private Draw draw(int count, Random random, NDManager scope) {
        double which = random.nextDouble();
        boolean[] told = new boolean[count];
        for (int i = 0; i < count; i++) {
            told[i] = random.nextDouble() >= dropText;
        }
        DiffusionNoise noise = model.noise(count, random, scope);
        int[] steps = random.ints(count, 0, LatentDiffusion.STEPS).toArray();
        near(steps, random);
        return new Draw(which, told, noise, steps);
    }

    /** What the U-Net is shown: templates' latents, what it sees of them, and noise. */
    private record Look(NDArray latents, NDArray seen, List<String> sentences, NDArray noise, int[] steps) {}

    private NDArray error(List<Look> looks, NDManager scope) {
        NDArray noise = concat(looks, Look::noise, scope);
        int[] steps = looks.stream().flatMapToInt(look -> Arrays.stream(look.steps())).toArray();
        NDArray noised = diffusion.addNoise(concat(looks, Look::seen, scope), noise, steps);
        NDArray words = model.text().encode(looks.stream().flatMap(look -> look.sentences().stream()).toList(), scope).tokens();
        return restores ? loss.one(true, diffusion.restore(noised, steps, words), concat(looks, Look::latents, scope))
                : loss.one(true, diffusion.predictNoise(noised, steps, words), noise);
    }

    private static NDArray concat(List<Look> looks, Function<Look, NDArray> what, NDManager scope) {
        if (looks.size() == 1) {
            return what.apply(looks.get(0));
        }
        NDArray all = NDArrays.concat(new NDList(looks.stream().map(what).toList()));
        all.attach(scope);
        return all;
    }

    private static List<Box> boxes(List<TrainingPair> pairs) {
        return pairs.stream().map(TrainingPair::templateBox).toList();
    }

    @Override
    public List<String> terms() {
        return List.of();
    }

    /** Measures the error with the right words, with those of another pair, and with none. */
    @Override
    public Map<String, Double> check(List<TrainingPair> pairs, Random random) {
        model.mode(Mode.INFER);
        long seed = random.nextLong();
        List<TrainingPair> some = pairs.subList(0, Math.min(256, pairs.size()));
        Map<TrainingPair, String> others = new IdentityHashMap<>();
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
            return mean(batch(pairs, words, 0, new Random(seed), scope), pairs.size(), model.atOnce(), scope)[0];
        }
    }

    /** Returns the loss of a whole batch and its terms, computed piece by piece. */
    static double[] mean(Batch batch, int count, int atOnce, NDManager scope) {
        double[] sums = {};
        for (int from = 0; from < count; from += atOnce) {
            int to = Math.min(count, from + atOnce);
            try (NDManager piece = scope.newSubManager()) {
                NDArray[] terms = batch.loss(from, to, piece);
                sums = Arrays.copyOf(sums, terms.length);
                for (int i = 0; i < terms.length; i++) {
                    sums[i] += (to - from) * terms[i].getFloat() / (double) count;
                }
            }
        }
        return sums;
    }

    @Override
    public void close() {
        manager.close();
    }
}

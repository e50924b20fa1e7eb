package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.Arrays;
import java.util.Map;

/**
 * The noise schedule of latent consistency models over Stable Diffusion's 1000 training steps ("Latent Consistency
 * Models", arXiv 2310.04378; LCMScheduler in diffusers 0.23). Betas are scaled-linear in 0.00085..0.012.
 */
public final class LcmSchedule {

    /** The number of training steps. */
    public static final int STEPS = 1000;

    private static final float FIRST = (float) Math.sqrt(0.00085);
    private static final float LAST = (float) Math.sqrt(0.012);
    private static final double SIGMA_DATA = 0.5;
    private static final double TIME_SCALE = 10;

    private final float[] alphas = new float[STEPS];
    private final int originalSteps;
    private final Kernel addNoise;
    private final Kernel step;

    /**
     * Makes a schedule.
     *
     * @param originalSteps number of steps, evenly spaced in the training steps, that the model was distilled on
     */
    public LcmSchedule(Kernels kernels, int originalSteps) {
        this.originalSteps = originalSteps;
        addNoise = kernels.get(LcmSchedule.class, "add_noise.py", Map.of());
        step = kernels.get(LcmSchedule.class, "lcm_step.py", Map.of());
        // Single precision as in the official schedule: at its end an alpha's last bits move a clean latent by 1e-5.
        float spacing = (LAST - FIRST) / (STEPS - 1);
        double product = 1;
        for (int i = 0; i < STEPS; i++) {
            float root = i < STEPS / 2 ? FIRST + spacing * i : LAST - spacing * (STEPS - 1 - i);
            product *= 1 - root * root;
            alphas[i] = (float) product;
        }
    }

    /** Returns, for each training step, what is left of the signal's variance: from nearly 1 down to nearly 0. */
    public float[] alphasCumprod() {
        return alphas.clone();
    }

    /**
     * Returns the time steps that are run, falling.
     *
     * @param inferenceSteps number of steps from pure noise, at most the original steps
     * @param strength part of them that is run, the last ones; 1 for all
     */
    public int[] timesteps(int inferenceSteps, double strength) {
        int skip = originalSteps / inferenceSteps;
        int spacing = STEPS / originalSteps;
        int[] all = new int[inferenceSteps];
        for (int i = 0; i < inferenceSteps; i++) {
            all[i] = (originalSteps - i * skip) * spacing - 1;
        }
        int used = Math.min((int) (inferenceSteps * strength), inferenceSteps);
        return Arrays.copyOfRange(all, inferenceSteps - used, inferenceSteps);
    }

    /** Returns the fraction of the noisy sample in the boundary condition of the consistency function at a time step. */
    public double boundarySkip(int timestep) {
        double t = timestep * TIME_SCALE;
        return SIGMA_DATA * SIGMA_DATA / (t * t + SIGMA_DATA * SIGMA_DATA);
    }

    /** Returns the fraction of the predicted origin in the boundary condition of the consistency function. */
    public double boundaryOut(int timestep) {
        double t = timestep * TIME_SCALE;
        return t / Math.sqrt(t * t + SIGMA_DATA * SIGMA_DATA);
    }

    /**
     * Mixes latents with noise, {@code sqrt(a) x + sqrt(1 - a) noise}.
     *
     * @param latents (B, C, H, W) fp32
     * @param noise standard normal, the same shape
     * @param timesteps one for all samples, or one for each
     */
    public NDArray addNoise(NDArray latents, NDArray noise, int... timesteps) {
        float[] values = new float[timesteps.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = alphas[timesteps[i]];
        }
        try (NDArray a = latents.getManager().create(values)) {
            // With gradients allowed, because a network in training can't keep what an inference-only call made.
            return addNoise.one(true, latents, noise, a);
        }
    }

    /**
     * Takes one step.
     *
     * @param x (B, C, H, W) fp32, the noisy latents
     * @param predicted the noise that the network predicts in them
     * @param timestep the time step they are at
     * @param next the time step to go to, or -1 after the last step: then the clean latents are the result
     * @param noise standard normal, injected on the way to the next time step
     * @return the latents at the next time step, and the clean latents
     */
    public NDArray[] step(NDArray x, NDArray predicted, int timestep, int next, NDArray noise) {
        float[] factors = {
            alphas[timestep],
            next < 0 ? 1 : alphas[next],
            (float) boundarySkip(timestep),
            (float) boundaryOut(timestep)
        };
        try (NDArray f = x.getManager().create(factors)) {
            return step.many(true, x, predicted, noise, f);
        }
    }
}

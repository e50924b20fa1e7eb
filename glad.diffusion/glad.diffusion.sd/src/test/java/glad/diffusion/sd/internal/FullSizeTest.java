package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stable Diffusion 1.5 in its own size. */
@Tag("full-size")
class FullSizeTest {

    private static final double TOLERANCE = 2e-4;

    static List<String> unets() {
        return Goldens.found("full", "sd15_unet_half.*\\.safetensors");
    }

    static List<String> vaes() {
        return Goldens.found("full", "sd15_vae.*\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("unets")
    void halfTheUnetGivesTheOfficialFeatures(String file) {
        try (NDManager manager = Torch.manager();
                Goldens g = Goldens.shared(file, manager);
                UNet unet = new UNet(new LayerContext(new PartContext(manager, Precision.FP32, 1)),
                        new UNetConfig(4, List.of(320, 640, 1280, 1280), 2, 8, 32, 768, true))) {
            DetFill.fill(unet.parameters(), "");
            NDArray latents = DetFill.uniform(manager, "input.latents", 1.5, 1, 4, 64, 64).repeat(0, 2);
            NDArray text = DetFill.uniform(manager, "input.text", 1.7, 2, 77, 768);
            NDArray step = manager.create(new float[] {159});
            NDArray time = unet.timeEmbedding.forward(step);
            NDArray x = unet.convIn.forward(latents);
            g.assertMatches("out.act.conv_in", x, TOLERANCE);
            NDList residuals = new NDList(x);
            for (int i = 0; i < 4; i++) {
                x = unet.downBlocks.get(i).forward(x, time, text, residuals);
                g.assertMatches("out.act.down_blocks." + i, x, TOLERANCE);
            }
            g.assertMatches("out.act.mid_block", unet.midBlock.forward(x, time, text), TOLERANCE);
            NDList maps = unet.half(latents, step, text);
            List<String> names = List.of("out.latent0_down5th", "out.latent1_down6th", "out.latent2_mid7th");
            for (int i = 0; i < names.size(); i++) {
                NDArray without = maps.get(i).get("0:1");
                NDArray with = maps.get(i).get("1:2");
                g.assertMatches(names.get(i) + ".b0", without, TOLERANCE * g.spread(names.get(i) + ".b0"));
                g.assertMatches(names.get(i) + ".b1", with, TOLERANCE * g.spread(names.get(i) + ".b1"));
                g.assertMatches(names.get(i) + ".cfg8", without.add(with.sub(without).mul(8)),
                        1e-3 * g.spread(names.get(i) + ".cfg8"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vaes")
    void theVaeEncodesAndDecodesAsTheOfficialOne(String file) {
        try (NDManager manager = Torch.manager();
                Goldens g = Goldens.shared(file, manager);
                Vae vae = new Vae(new LayerContext(new PartContext(manager, Precision.FP32, 1)),
                        new VaeConfig(4, List.of(128, 256, 512, 512), 2, 32, 0.18215, false))) {
            DetFill.fill(vae.parameters(), "");
            try (NDArray image = DetFill.uniform(manager, "input.template", 2, 1, 3, 512, 512)) {
                Map<Integer, String> steps = Map.of(0, "conv_in", 3, "down_blocks.0", 6, "down_blocks.1",
                        9, "down_blocks.2", 11, "down_blocks.3", 12, "mid_block");
                NDArray x = image;
                for (int i = 0; i < vae.encoder.steps.size(); i++) {
                    try (NDArray before = x == image ? null : x) {
                        x = vae.encoder.steps.get(i).apply(x);
                        if (steps.containsKey(i)) {
                            g.assertMatches("out.act.encoder." + steps.get(i), x, TOLERANCE);
                        }
                    }
                }
                Posterior posterior = vae.encode(image);
                g.assertMatches("out.mean", posterior.mean(), TOLERANCE);
                g.assertMatches("out.logvar", posterior.logVariance(), TOLERANCE);
                NDArray noise = DetFill.gauss(manager, "input.noise_posterior", 1, 4, 64, 64);
                g.assertMatches("out.sample_scaled", vae.sample(posterior, noise), TOLERANCE);
            }
            NDArray latent = DetFill.uniform(manager, "input.vae_latent", 2, 1, 4, 64, 64);
            NDArray image = vae.decode(latent.mul(0.18215f));
            g.assertMatches("out.decode", image, TOLERANCE * g.spread("out.decode"));
        }
    }
}

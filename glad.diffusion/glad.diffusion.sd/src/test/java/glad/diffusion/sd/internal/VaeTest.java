package glad.diffusion.sd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The VAE against diffusers 0.23. */
class VaeTest {

    private static final double TOLERANCE = 1e-5;

    private NDManager manager;
    private Goldens goldens;

    @BeforeEach
    void open() {
        manager = Torch.manager();
        goldens = Goldens.resource("vae.safetensors", manager);
    }

    @AfterEach
    void close() {
        goldens.close();
        manager.close();
    }

    private Vae vae(boolean half, double scale) {
        Vae vae = new Vae(new LayerContext(new PartContext(manager, Precision.FP32, 1)),
                new VaeConfig(4, List.of(8, 16, 16, 16), 2, 4, scale, half));
        DetFill.fill(vae.parameters(), "");
        return vae;
    }

    @Test
    void encodesAndSamplesAsTheOfficialOne() {
        Vae vae = vae(true, 0.18215);
        Posterior posterior = vae.encode(goldens.get("in.image"));
        goldens.assertClose("out.mean", posterior.mean(), TOLERANCE);
        goldens.assertClose("out.mode", posterior.mean(), TOLERANCE);
        goldens.assertClose("out.logvar", posterior.logVariance(), TOLERANCE);
        goldens.assertClose("out.std", posterior.logVariance().mul(0.5).exp(), TOLERANCE);
        goldens.assertClose("out.scaled", vae.sample(posterior, goldens.get("in.noise")), TOLERANCE);
        goldens.assertClose("out.sample", vae(true, 1).sample(posterior, goldens.get("in.noise")), TOLERANCE);
    }

    @Test
    void decodesAsTheOfficialOne() {
        NDArray latent = goldens.get("in.latent");
        goldens.assertClose("out.decode", vae(false, 1).decode(latent), TOLERANCE);
        goldens.assertClose("out.decode", vae(false, 0.18215).decode(latent.mul(0.18215f)), TOLERANCE);
    }

    @Test
    void everyBlockGivesTheOfficialActivation() {
        Vae vae = vae(false, 1);
        walk(vae.encoder.steps, goldens.get("in.image"), Map.of(0, "encoder.conv_in", 3, "encoder.down_blocks.0",
                6, "encoder.down_blocks.1", 12, "encoder.mid_block", 13, "encoder.conv_out"));
        Posterior posterior = vae.encode(goldens.get("in.image"));
        goldens.assertClose("out.moments", posterior.mean().concat(posterior.logVariance(), 1), TOLERANCE);
        walk(vae.decoder.steps, vae.postQuant.forward(goldens.get("in.latent")), Map.of(0, "decoder.conv_in",
                1, "decoder.mid_block", 5, "decoder.up_blocks.0", 16, "decoder.up_blocks.3"));
    }

    private void walk(List<UnaryOperator<NDArray>> steps, NDArray input, Map<Integer, String> names) {
        NDArray x = input;
        int checked = 0;
        for (int i = 0; i < steps.size(); i++) {
            x = steps.get(i).apply(x);
            if (names.containsKey(i)) {
                goldens.assertClose("out.act." + names.get(i), x, 2e-5); // they reach 6 and more
                checked++;
            }
        }
        assertEquals(names.size(), checked);
    }

    @Test
    void theHalfDeclaresNoDecoder() {
        assertTrue(vae(true, 1).parameters().stream()
                .noneMatch(p -> p.name().startsWith("decoder.") || p.name().startsWith("post_quant_conv.")));
        assertTrue(vae(false, 1).parameters().stream().anyMatch(p -> p.name().equals("post_quant_conv.weight")));
    }
}

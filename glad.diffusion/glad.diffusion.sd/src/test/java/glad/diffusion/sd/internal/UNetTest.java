package glad.diffusion.sd.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The U-Net against diffusers 0.23. */
class UNetTest {

    private static final double TOLERANCE = 1e-5;

    /** Of activations, which reach 5 and more. */
    private static final double INNER = 2e-5;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private UNet unet(boolean half) {
        return unet(List.of(20, 40, 40, 40), 4, 10, half);
    }

    private UNet unet(List<Integer> channels, int heads, int groups, boolean half) {
        UNet unet = new UNet(new LayerContext(new PartContext(manager, Precision.FP32, 1)),
                new UNetConfig(4, channels, 2, heads, groups, 32, half));
        DetFill.fill(unet.parameters(), "");
        return unet;
    }

    private NDArray steps(int... values) {
        float[] steps = new float[values.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = values[i];
        }
        return manager.create(steps);
    }

    @Test
    void predictsTheOfficialNoiseAtEveryKindOfTimeStep() {
        UNet unet = unet(false);
        try (Goldens g = Goldens.resource("unet.safetensors", manager)) {
            NDArray latents = g.get("in.latents");
            NDArray text = g.get("in.text");
            g.assertClose("out.sample", unet.full(latents, steps(159), text), TOLERANCE);
            for (int t : new int[] {0, 499, 999}) {
                g.assertClose("out.sample.t" + t, unet.full(latents, steps(t, t), text), TOLERANCE);
            }
        }
    }

    @Test
    void oddSizesComeBackAtTheirOwnSize() {
        UNet unet = unet(false);
        try (Goldens g = Goldens.resource("unet.safetensors", manager)) {
            NDArray text = g.get("in.text").get("0:1");
            g.assertClose("out.sample_odd", unet.full(g.get("in.latents_odd"), steps(159), text), TOLERANCE);
        }
    }

    @Test
    void featuresAreTheOfficialResidualsAndTheMiddle() {
        UNet unet = unet(true);
        try (Goldens g = Goldens.resource("unet.safetensors", manager)) {
            NDList maps = unet.half(g.get("in.latents"), steps(159), g.get("in.text"));
            g.assertClose("out.latent0_down5th", maps.get(0), INNER);
            g.assertClose("out.latent1_down6th", maps.get(1), INNER);
            g.assertClose("out.latent2_mid7th", maps.get(2), INNER);
        }
    }

    @Test
    void everyBlockGivesTheOfficialActivation() {
        UNet unet = unet(false);
        try (Goldens g = Goldens.resource("unet.safetensors", manager)) {
            NDArray text = g.get("in.text");
            Kernel proj = new Kernels(manager).get(BlocksTest.class, "test_time_proj.py", Map.of("WIDTH", 20));
            g.assertClose("out.time_proj", proj.one(false, steps(159, 159)), TOLERANCE);
            NDArray time = unet.timeEmbedding.forward(steps(159, 159));
            g.assertClose("out.time_embedding", time, TOLERANCE);
            NDArray x = unet.convIn.forward(g.get("in.latents"));
            g.assertClose("out.act.conv_in", x, INNER);
            DownBlock first = unet.downBlocks.get(0);
            NDArray h = first.resnets.get(0).forward(x, time);
            g.assertClose("out.act.down_blocks.0.resnets.0", h, INNER);
            g.assertClose("out.act.down_blocks.0.attentions.0", first.attentions.get(0).forward(h, text), INNER);
            NDList residuals = new NDList(x);
            for (int i = 0; i < 4; i++) {
                x = unet.downBlocks.get(i).forward(x, time, text, residuals);
                g.assertClose("out.act.down_blocks." + i, x, INNER);
            }
            g.assertClose("out.act.down_blocks.0.downsamplers.0", residuals.get(3), INNER);
            x = unet.midBlock.forward(x, time, text);
            g.assertClose("out.act.mid_block", x, INNER);
            for (int i = 0; i < 4; i++) {
                x = unet.upBlocks.get(i).forward(x, time, text, residuals);
                g.assertClose("out.act.up_blocks." + i, x, INNER);
                if (i == 1) {
                    g.assertClose("out.latent3_up1", x, INNER);
                }
            }
            assertEquals(0, residuals.size(), "every residual is taken back");
            g.assertClose("out.sample", unet.output(x), TOLERANCE);
        }
    }

    @Test
    void anotherSizeFits() {
        UNet unet = unet(List.of(32, 64, 64, 64), 8, 8, false);
        try (Goldens g = Goldens.resource("unet_32_64.safetensors", manager)) {
            NDArray latents = g.get("in.latents");
            NDArray text = g.get("in.text");
            g.assertClose("out.sample", unet.full(latents, steps(159), text), TOLERANCE);
            NDList maps = unet.half(latents, steps(159), text);
            g.assertClose("out.latent0_down5th", maps.get(0), INNER);
            g.assertClose("out.latent1_down6th", maps.get(1), INNER);
            g.assertClose("out.latent2_mid7th", maps.get(2), INNER);
        }
    }

    @Test
    void theHalfDeclaresNothingOfTheWayUp() {
        TreeSet<String> half = names(unet(true));
        TreeSet<String> whole = names(unet(false));
        whole.removeIf(n -> n.startsWith("up_blocks.") || n.startsWith("conv_norm_out.") || n.startsWith("conv_out."));
        assertEquals(whole, half);
    }

    private static TreeSet<String> names(UNet unet) {
        return unet.parameters().stream().map(Parameter::name).collect(Collectors.toCollection(TreeSet::new));
    }
}

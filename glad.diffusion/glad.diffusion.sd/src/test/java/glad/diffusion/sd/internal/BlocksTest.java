package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each block alone against diffusers 0.23. */
class BlocksTest {

    private static final double TOLERANCE = 1e-5;

    private NDManager manager;
    private LayerContext context;
    private Goldens goldens;

    @BeforeEach
    void open() {
        manager = Torch.manager();
        context = new LayerContext(new PartContext(manager, Precision.FP32, 1));
        goldens = Goldens.resource("diffusers_blocks.safetensors", manager);
    }

    @AfterEach
    void close() {
        goldens.close();
        manager.close();
    }

    private <L extends Layer> L filled(L layer, String prefix) {
        DetFill.fill(layer.parameters(), prefix + ".");
        return layer;
    }

    private NDArray filled(String name, long... shape) {
        double a = shape.length == 1 ? 0.05 : Math.sqrt(3.0 / shape[1]);
        return DetFill.uniform(manager, name, a, shape);
    }

    private NDArray[] block(NDArray... inputs) {
        return inputs;
    }

    @Test
    void resnetBlocks() {
        ResnetBlock shortcut = filled(new ResnetBlock(context, 16, 32, 24, 4, 1e-5), "resnet_shortcut");
        goldens.assertClose("out.resnet_shortcut",
                shortcut.forward(goldens.get("in.resnet_shortcut.x"), goldens.get("in.resnet_shortcut.temb")), TOLERANCE);
        ResnetBlock plain = filled(new ResnetBlock(context, 16, 16, 24, 4, 1e-5), "resnet_plain");
        goldens.assertClose("out.resnet_plain",
                plain.forward(goldens.get("in.resnet_plain.x"), goldens.get("in.resnet_plain.temb")), TOLERANCE);
        ResnetBlock vae = filled(new ResnetBlock(context, 16, 16, 0, 4, 1e-6), "resnet_vae");
        goldens.assertClose("out.resnet_vae", vae.forward(goldens.get("in.resnet_vae.x")), TOLERANCE);
    }

    @Test
    void resizingBlocks() {
        Conv down = filled(new Conv(context, 16, 16, 3, 2), "downsample_unet.conv");
        goldens.assertClose("out.downsample_unet", down.forward(goldens.get("in.downsample_unet.x")), TOLERANCE);
        PadConv vaeDown = filled(new PadConv(context, 16), "downsample_vae.conv");
        goldens.assertClose("out.downsample_vae", vaeDown.forward(goldens.get("in.downsample_vae.x")), TOLERANCE);
        Upsample up = filled(new Upsample(context, 16), "upsample.conv");
        NDArray x = goldens.get("in.upsample.x");
        goldens.assertClose("out.upsample", up.forward(x), TOLERANCE);
        goldens.assertClose("out.upsample", up.forward(x, manager.zeros(new Shape(2, 1, 12, 10))), TOLERANCE);
    }

    @Test
    void transformers() {
        Transformer transformer = filled(new Transformer(context, 32, 24, 4, 8), "transformer2d");
        goldens.assertClose("out.transformer2d",
                transformer.forward(goldens.get("in.transformer2d.x"), goldens.get("in.transformer2d.ctx")), TOLERANCE);
        VaeAttention attention = filled(new VaeAttention(context, 32, 8), "attn_vae");
        goldens.assertClose("out.attn_vae", attention.forward(goldens.get("in.attn_vae.x")), TOLERANCE);
    }
}

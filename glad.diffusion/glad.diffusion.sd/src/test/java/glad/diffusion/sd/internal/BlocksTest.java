package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    @Test
    void resnetBlocks() {
        ResnetBlock shortcut = filled(new ResnetBlock(context, 16, 32, 24, 8, 1e-5), "resnet_shortcut");
        NDArray x = goldens.get("in.resnet_shortcut.x");
        goldens.assertClose("out.resnet_shortcut",
                shortcut.forward(x, goldens.get("in.resnet_shortcut.temb")), TOLERANCE);
        ResnetBlock plain = filled(new ResnetBlock(context, 16, 16, 24, 8, 1e-5), "resnet_plain");
        goldens.assertClose("out.resnet_plain",
                plain.forward(goldens.get("in.resnet_plain.x"), goldens.get("in.resnet_plain.temb")), TOLERANCE);
        ResnetBlock vae = filled(new ResnetBlock(context, 16, 16, 0, 8, 1e-6), "resnet_vae");
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

    @Test
    void piecesOfATransformerBlock() {
        String[] attention = {"to_q.weight", "to_k.weight", "to_v.weight", "to_out.0.weight", "to_out.0.bias"};
        check("attn_self", "test_attention.py", List.of("x", "x"), attention);
        check("attn_cross", "test_attention.py", List.of("x", "ctx"), attention);
        check("geglu", "test_geglu.py", List.of("x"), "proj.weight", "proj.bias");
        check("feedforward", "test_feed_forward.py", List.of("x"),
                "net.0.proj.weight", "net.0.proj.bias", "net.2.weight", "net.2.bias");
        check("basic_block", "test_basic_block.py", List.of("x", "ctx"), Stream.of(
                Stream.of("norm1.weight", "norm1.bias"), Stream.of(attention).map("attn1."::concat),
                Stream.of("norm2.weight", "norm2.bias"), Stream.of(attention).map("attn2."::concat),
                Stream.of("norm3.weight", "norm3.bias", "ff.net.0.proj.weight", "ff.net.0.proj.bias", "ff.net.2.weight",
                        "ff.net.2.bias")).flatMap(s -> s).toArray(String[]::new));
    }

    @Test
    void timeSteps() {
        NDArray steps = goldens.get("in.timesteps").toType(DataType.FLOAT32, true);
        for (int width : new int[] {20, 320}) {
            Kernel kernel = context.kernels().get(BlocksTest.class, "test_time_proj.py", Map.of("WIDTH", width));
            // An angle is up to 999 radians: the last bit of a frequency moves its sine by 6e-5.
            goldens.assertClose("out.timesteps." + width, kernel.one(false, steps), 1e-4);
        }
    }

    /** Runs a piece of a kernel with the weights that the golden was made with. */
    private void check(String name, String resource, List<String> inputs, String... weights) {
        List<NDArray> arguments = new ArrayList<>();
        inputs.forEach(input -> arguments.add(goldens.get("in." + name + "." + input)));
        for (String weight : weights) {
            Shape shape = shape(name, weight);
            boolean bias = weight.endsWith("bias");
            double a = bias ? 0.05 : shape.dimension() == 1 ? 0.1 : Math.sqrt(3.0 / shape.get(1));
            double b = !bias && shape.dimension() == 1 ? 1 : 0;
            arguments.add(manager.create(DetFill.uniform(name + "." + weight, shape, a, b), shape));
        }
        Kernel kernel = context.kernels().get(BlocksTest.class, resource, Map.of("HEADS", 4));
        goldens.assertClose("out." + name, kernel.one(false, arguments.toArray(new NDArray[0])), TOLERANCE);
    }

    private static Shape shape(String block, String weight) {
        int context = block.equals("attn_cross") || weight.startsWith("attn2.") ? 24 : 32;
        int inner = block.equals("geglu") ? 48 : 128;
        if (weight.endsWith("proj.weight")) {
            return new Shape(2 * inner, 32);
        }
        if (weight.endsWith("proj.bias")) {
            return new Shape(2 * inner);
        }
        if (weight.endsWith("net.2.weight")) {
            return new Shape(32, inner);
        }
        if (weight.endsWith("to_k.weight") || weight.endsWith("to_v.weight")) {
            return new Shape(32, context);
        }
        return weight.contains("to_") && weight.endsWith("weight") ? new Shape(32, 32) : new Shape(32);
    }
}

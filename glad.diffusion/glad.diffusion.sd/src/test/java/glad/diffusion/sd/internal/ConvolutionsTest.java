package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.Kernels;
import glad.nn.Layer;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.ConvolutionCheck;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every layer here that convolves, against float64 products, over channels that fill oneDNN's blocks of 16 and that don't. */
class ConvolutionsTest {

    private static final Map<String, Object> NORM = Map.of("GROUPS", 1, "EPS", Vae.EPS);

    private NDManager manager;
    private Kernels kernels;

    @BeforeEach
    void open() {
        manager = Torch.manager();
        kernels = new Kernels(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void plainOnes(Precision precision) {
        for (int in : ConvolutionCheck.WIDTHS) {
            for (int out : new int[] {in, in < 16 ? 20 : 1, 16}) {
                int stride = out == in ? 2 : 1;
                check(precision, 1, "reference_conv.py", Map.of("STRIDE", stride, "PADDING", List.of(1, 1, 1, 1)), in,
                        context -> new Conv(context, in, out, 3, stride), conv -> x -> conv.forward(x[0]));
            }
        }
        check(precision, 1, "reference_conv.py", Map.of("STRIDE", 1, "PADDING", List.of(0, 0, 0, 0)), 4,
                context -> new Conv(context, 4, 4, 1, 1), conv -> x -> conv.forward(x[0]));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void thoseThatHalveAMapInTheVae(Precision precision) {
        for (int width : ConvolutionCheck.WIDTHS) {
            check(precision, 1, "reference_conv.py", Map.of("STRIDE", 2, "PADDING", List.of(0, 1, 0, 1)), width,
                    context -> new PadConv(context, width), conv -> x -> conv.forward(x[0]));
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void thoseThatDoubleAMap(Precision precision) {
        for (int width : ConvolutionCheck.WIDTHS) {
            check(precision, 1, "reference_upsample.py", Map.of(), width,
                    context -> new Upsample(context, width), conv -> x -> conv.forward(x[0]));
        }
        check(precision, 1, "reference_upsample.py", Map.of(), 12, context -> new Upsample(context, 12), conv -> x -> {
            Shape shape = x[0].getShape();
            return conv.forward(x[0], manager.zeros(new Shape(1, 1, 2 * shape.get(2), 2 * shape.get(3))));
        });
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void residualBlocks(Precision precision) {
        for (int in : ConvolutionCheck.WIDTHS) {
            int out = in + 4;
            check(precision, 3, "reference_resnet_shortcut.py", NORM, in,
                    context -> new ResnetBlock(context, in, out, 0, 1, Vae.EPS), block -> x -> block.forward(x[0]));
            if (in == 20 || in == 40) {
                check(precision, 3, "reference_resnet.py", NORM, in,
                        context -> new ResnetBlock(context, in, in, 0, 1, Vae.EPS), block -> x -> block.forward(x[0]));
            }
            check(precision, 3, "reference_resnet_time_shortcut.py", NORM, in,
                    context -> new ResnetBlock(context, in, out, 5, 1, Vae.EPS), block -> x -> block.forward(x[0], x[1]), 5);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void theEndsOfTheVaesHalves(Precision precision) {
        for (int width : ConvolutionCheck.WIDTHS) {
            VaeConfig config = new VaeConfig(4, List.of(width), 1, 1, 1, false);
            check(precision, 2, "reference_output.py", NORM, width, context -> new VaeEncoder(context, config),
                    encoder -> x -> encoder.steps.get(encoder.steps.size() - 1).apply(x[0]));
            check(precision, 2, "reference_output.py", NORM, width, context -> new VaeDecoder(context, config),
                    decoder -> x -> decoder.steps.get(decoder.steps.size() - 1).apply(x[0]));
        }
    }

    /** Compares one layer in batches of one and three. */
    private <L extends Layer> void check(Precision precision, int depth, String reference, Map<String, ?> constants, int in,
            Function<LayerContext, L> make, Function<L, Function<NDArray[], NDArray>> forward, long... time) {
        try (L layer = make.apply(new LayerContext(new PartContext(manager, precision, 1)))) {
            List<Parameter> parameters = reference.equals("reference_output.py")
                    ? layer.parameters().stream().filter(p -> p.name().matches("conv_(norm_)?out\\..*")).toList()
                    : layer.parameters();
            Function<NDArray[], NDArray> run = forward.apply(layer);
            ConvolutionCheck check = new ConvolutionCheck(layer, parameters, x -> new NDArray[] {run.apply(x)});
            for (int batch : new int[] {1, 3}) {
                Shape map = new Shape(batch, in, 6, 8);
                Shape[] inputs = time.length == 0 ? new Shape[] {map} : new Shape[] {map, new Shape(batch, time[0])};
                check.results(kernels, reference, constants, precision, depth, inputs);
                check.gradients(kernels, reference, constants, precision, depth, inputs);
            }
        }
    }
}

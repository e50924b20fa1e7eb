package glad.backbone.itpn.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Relative positions against the formula, in double. */
class RelativePositionsTest {

    private static final int TEMPLATE = 2;
    private static final int SEARCH = 4;
    private static final int TOKENS = TEMPLATE * TEMPLATE + SEARCH * SEARCH;
    private static final int WIDTH = 6;
    private static final int HEADS = 2;
    private static final int HIDDEN = 5;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private LayerContext context() {
        return new LayerContext(new PartContext(manager, Precision.FP32, 1));
    }

    private static double[] bias(double[] table) {
        double[] bias = new double[HEADS * TOKENS * TOKENS];
        int span = 2 * SEARCH - 1;
        for (int i = 0; i < TOKENS; i++) {
            for (int j = 0; j < TOKENS; j++) {
                boolean first = i < TEMPLATE * TEMPLATE;
                if (first != j < TEMPLATE * TEMPLATE) {
                    continue;
                }
                int side = first ? TEMPLATE : SEARCH;
                int query = first ? i : i - TEMPLATE * TEMPLATE;
                int key = first ? j : j - TEMPLATE * TEMPLATE;
                int entry = (query / side - key / side + SEARCH - 1) * span + query % side - key % side + SEARCH - 1;
                for (int h = 0; h < HEADS; h++) {
                    bias[(h * TOKENS + i) * TOKENS + j] = table[entry * HEADS + h];
                }
            }
        }
        return bias;
    }

    @Test
    void pairsOfOneImageHaveTheEntryOfTheirOffsetAndOthersNone() {
        RelativePositions layer = new RelativePositions(context(), TEMPLATE, SEARCH, HEADS);
        DetFill.fill(layer.parameters(), "");
        Parameter table = layer.parameters().get(0);
        table.assign(DetFill.uniform(manager, "table", 1, 49, HEADS));
        NDArray made = layer.bias(manager.zeros(new Shape(1, TOKENS, WIDTH)));
        assertEquals(new Shape(1, HEADS, TOKENS, TOKENS), made.getShape());
        assertArrayEquals(bias(Goldens.doubles(table.array())), Goldens.doubles(made), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "true, 0.5", "false, 0", "false, 0.5"})
    void aBlockIsTheFormula(boolean own, double scale) {
        LayerContext context = context();
        RelativePositions positions = new RelativePositions(context, TEMPLATE, SEARCH, HEADS);
        AttentionBlock block = new AttentionBlock(context, WIDTH, HEADS, HIDDEN, scale, 0, own ? positions : null, true);
        Map<String, double[]> w = new HashMap<>();
        for (Parameter parameter : block.parameters()) {
            parameter.assign(DetFill.uniform(manager, parameter.name(), 0.8, parameter.shape().getShape()));
            w.put(parameter.name(), Goldens.doubles(parameter.array()));
        }
        assertEquals(own, w.containsKey("attn.relative_position_bias_table"));
        positions.parameters().get(0).assign(DetFill.uniform(manager, "table", 2, 49, HEADS));
        NDArray x = DetFill.uniform(manager, "x", 1, 1, TOKENS, WIDTH);
        double[] bias = bias(Goldens.doubles(positions.parameters().get(0).array()));
        double[] expected = block(Goldens.doubles(x), w, bias);
        Goldens.assertClose("block", expected, Goldens.doubles(block.forward(x, own ? null : positions.bias(x))), 1e-5);
        double[] without = block(Goldens.doubles(x), w, new double[bias.length]);
        double moved = 0;
        for (int i = 0; i < without.length; i++) {
            moved = Math.max(moved, Math.abs(without[i] - expected[i]));
        }
        assertEquals(true, moved > 0.01, "the bias moves the result by " + moved);
    }

    private static double[] block(double[] x, Map<String, double[]> w, double[] bias) {
        double[] h = norm(x, WIDTH, w.get("norm1.weight"), w.get("norm1.bias"));
        double[] q = linear(h, w.get("attn.q_proj.weight"), w.get("attn.q_bias"), WIDTH, WIDTH);
        double[] k = linear(h, w.get("attn.k_proj.weight"), new double[WIDTH], WIDTH, WIDTH);
        double[] v = linear(h, w.get("attn.v_proj.weight"), w.get("attn.v_bias"), WIDTH, WIDTH);
        double[] mixed = new double[x.length];
        int each = WIDTH / HEADS;
        for (int head = 0; head < HEADS; head++) {
            for (int i = 0; i < TOKENS; i++) {
                double[] share = new double[TOKENS];
                double sum = 0;
                for (int j = 0; j < TOKENS; j++) {
                    double score = bias[(head * TOKENS + i) * TOKENS + j];
                    for (int c = head * each; c < (head + 1) * each; c++) {
                        score += q[i * WIDTH + c] * k[j * WIDTH + c] / Math.sqrt(each);
                    }
                    share[j] = Math.exp(score);
                    sum += share[j];
                }
                for (int j = 0; j < TOKENS; j++) {
                    for (int c = head * each; c < (head + 1) * each; c++) {
                        mixed[i * WIDTH + c] += share[j] / sum * v[j * WIDTH + c];
                    }
                }
            }
        }
        double[] y = added(x, linear(mixed, w.get("attn.proj.weight"), w.get("attn.proj.bias"), WIDTH, WIDTH), w.get("gamma_1"));
        double[] n = norm(y, WIDTH, w.get("norm2.weight"), w.get("norm2.bias"));
        double[] gate = linear(n, w.get("mlp.w1.weight"), w.get("mlp.w1.bias"), WIDTH, HIDDEN);
        double[] value = linear(n, w.get("mlp.w2.weight"), w.get("mlp.w2.bias"), WIDTH, HIDDEN);
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * value[i];
        }
        double[] inner = norm(gate, HIDDEN, w.get("mlp.ffn_ln.weight"), w.get("mlp.ffn_ln.bias"));
        return added(y, linear(inner, w.get("mlp.w3.weight"), w.get("mlp.w3.bias"), HIDDEN, WIDTH), w.get("gamma_2"));
    }

    private static double[] added(double[] x, double[] branch, double[] scale) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] + branch[i] * (scale == null ? 1 : scale[i % WIDTH]);
        }
        return y;
    }

    private static double[] norm(double[] x, int width, double[] weight, double[] bias) {
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += width) {
            double mean = 0;
            double square = 0;
            for (int i = from; i < from + width; i++) {
                mean += x[i] / width;
            }
            for (int i = from; i < from + width; i++) {
                square += (x[i] - mean) * (x[i] - mean) / width;
            }
            for (int i = from; i < from + width; i++) {
                y[i] = (x[i] - mean) / Math.sqrt(square + 1e-6) * weight[i - from] + bias[i - from];
            }
        }
        return y;
    }

    private static double[] linear(double[] x, double[] weight, double[] bias, int in, int out) {
        double[] y = new double[x.length / in * out];
        for (int i = 0; i < x.length / in; i++) {
            for (int o = 0; o < out; o++) {
                y[i * out + o] = bias[o];
                for (int c = 0; c < in; c++) {
                    y[i * out + o] += x[i * in + c] * weight[o * in + c];
                }
            }
        }
        return y;
    }

    @Test
    void publishedTablesOfOtherGridsAndWithAClassTokenAreTaken() {
        Parameter table = new RelativePositions(context(), TEMPLATE, SEARCH, HEADS).parameters().get(0);
        NDArray same = DetFill.uniform(manager, "same", 1, 49 + 3, HEADS);
        assertArrayEquals(same.get(":49").toFloatArray(), table.adapt(same).toFloatArray());
        NDArray small = DetFill.uniform(manager, "small", 1, 25, HEADS);
        NDArray resized = table.adapt(small);
        assertEquals(new Shape(49, HEADS), resized.getShape());
        for (int[] pair : new int[][] {{0, 0}, {12, 24}, {4, 6}, {24, 48}}) {
            Goldens.assertClose("entry " + pair[0], Goldens.doubles(small.get(pair[0])), Goldens.doubles(resized.get(pair[1])), 1e-6);
        }
        assertNotNull(table.adapt(DetFill.uniform(manager, "large", 1, 27 * 27 + 3, HEADS)));
        assertNull(table.adapt(DetFill.uniform(manager, "heads", 1, 49, 3)));
        assertNull(table.adapt(DetFill.uniform(manager, "even", 1, 36, HEADS)));
        assertNull(table.adapt(DetFill.uniform(manager, "count", 1, 50, HEADS)));
    }
}

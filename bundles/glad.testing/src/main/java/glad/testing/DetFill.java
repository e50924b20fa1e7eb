package glad.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;
import glad.nn.Torch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The deterministic weights and inputs of the goldens: every value follows from its tensor's name and its index. */
public final class DetFill {

    private static final int PIECE = 1 << 14;
    private static final Set<String> COMPUTED =
            Set.of("num_batches_tracked", "inv_freq", "position_ids", "relative_position_index");
    private static final Set<String> TABLES =
            Set.of("pos_embed", "pos_embed_t", "pos_embed_s", "cls_token", "relative_position_bias_table");
    private static final List<String> EMBEDDINGS = List.of("token_embedding.", "position_embedding.",
            "word_embeddings.", "position_embeddings.", "token_type_embeddings.");

    private DetFill() {}

    /** Fills every parameter as the goldens' weights are, under {@code prefix + name}; computed constants stay. */
    public static void fill(List<Parameter> parameters, String prefix) {
        try (NDManager manager = Torch.manager()) {
            for (Parameter parameter : parameters) {
                String name = prefix + parameter.name();
                double[] kind = kind(name, parameter.shape());
                if (kind != null) {
                    try (NDManager scope = manager.newSubManager()) {
                        parameter.assign(
                                scope.create(uniform(name, parameter.shape(), kind[0], kind[1]), parameter.shape()));
                    }
                }
            }
        }
    }

    /** Returns (a, b) of the rule that fits the name, or null for a constant that isn't filled. */
    static double[] kind(String name, Shape shape) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (COMPUTED.contains(last)) {
            return null;
        }
        if (last.equals("running_mean")) {
            return new double[] {0.1, 0};
        }
        if (last.equals("running_var")) {
            return new double[] {0.2, 1};
        }
        if (last.equals("gamma") || last.equals("gamma_1") || last.equals("gamma_2")) {
            return new double[] {0.1, 0.5};
        }
        if (TABLES.contains(last) || EMBEDDINGS.stream().anyMatch(name::contains)) {
            return new double[] {0.05, 0};
        }
        if (last.equals("bias") || last.equals("q_bias") || last.equals("v_bias") || last.equals("k_bias")
                || last.equals("in_proj_bias")) {
            return new double[] {0.05, 0};
        }
        if (shape.dimension() >= 2) {
            return new double[] {Math.sqrt(3.0 / shape.slice(1).size()), 0};
        }
        return new double[] {0.1, 1};
    }

    /** Returns uniform values on [b - a, b + a). */
    public static float[] uniform(String name, Shape shape, double a, double b) {
        float[] values = new float[Math.toIntExact(shape.size())];
        long hash = hash(name);
        // Published networks have a hundred million values: a call for each would take longer than its arithmetic.
        IntStream.rangeClosed(0, values.length / PIECE).parallel().forEach(piece -> {
            for (int i = piece * PIECE; i < Math.min(values.length, (piece + 1) * PIECE); i++) {
                values[i] = (float) ((2 * unit(hash, i) - 1) * a + b);
            }
        });
        return values;
    }

    /** Returns a uniform input tensor, b = 0. */
    public static NDArray uniform(NDManager manager, String name, double a, long... shape) {
        return manager.create(uniform(name, new Shape(shape), a, 0), new Shape(shape));
    }

    /** Returns standard normal values by Box-Muller on two streams. */
    public static NDArray gauss(NDManager manager, String name, long... shape) {
        Shape s = new Shape(shape);
        float[] values = new float[Math.toIntExact(s.size())];
        long h1 = hash(name + "#u1");
        long h2 = hash(name + "#u2");
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.sqrt(-2 * Math.log1p(-unit(h1, i))) * Math.cos(2 * Math.PI * unit(h2, i)));
        }
        return manager.create(values, s);
    }

    private static double unit(long hash, long index) {
        long z = hash + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z = z ^ (z >>> 31);
        return (z >>> 11) * 0x1p-53;
    }

    private static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

}

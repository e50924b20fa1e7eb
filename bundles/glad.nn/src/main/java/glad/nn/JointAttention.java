package glad.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Declares the parameters of a multi-head attention with one projection of queries, keys and values, under the names of PyTorch's
 * module; {@code multihead_attention.py} computes with them.
 */
public final class JointAttention {

    private JointAttention() {}

    /** Declares a parameter of a layer: its {@code weight} or {@code buffer}. */
    @FunctionalInterface
    @ProviderType
    public interface Declaration {

        /** Declares one. */
        Weight declare(String name, Init init, long... shape);
    }

    /**
     * Declares the parameters.
     *
     * @param declaration the layer's {@code this::weight}, or {@code this::buffer} for parameters that nothing uses
     * @param name of the attention, such as {@code self_attn}
     * @param prefix of the kernel's parameters
     * @param width C
     * @return by the names of a kernel's parameters: {@code PREFIX_in_w} (3C, C), {@code _in_b} (3C), {@code _out_w} (C, C), {@code _out_b} (C)
     */
    public static Map<String, Weight> of(Declaration declaration, String name, String prefix, int width) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put(prefix + "_in_w", declaration.declare(name + ".in_proj_weight", Init.xavier(), 3L * width, width));
        weights.put(prefix + "_in_b", declaration.declare(name + ".in_proj_bias", Init.ZEROS, 3L * width));
        weights.put(prefix + "_out_w", declaration.declare(name + ".out_proj.weight", Init.xavier(), width, width));
        weights.put(prefix + "_out_b", declaration.declare(name + ".out_proj.bias", Init.ZEROS, width));
        return weights;
    }
}

package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import glad.api.model.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A low-rank change of a network's weights, merged into them in fp32:
 * {@code W += alpha / rank * up @ down} (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021).
 *
 * <p>The file names its tensors as kohya's trainer does, which the published LCM-LoRA of Stable Diffusion 1.5 follows:
 * {@code lora_unet_<layer with _ for .>.lora_down.weight} of (rank, in, kh, kw) or (rank, in), {@code .lora_up.weight} of
 * (out, rank, 1, 1) or (out, rank), and {@code .alpha}, a number, the rank if absent.
 */
public final class Lora {

    private static final String DOWN = ".lora_down.weight";
    private static final String UP = ".lora_up.weight";
    private static final String ALPHA = ".alpha";
    private static final String WEIGHT = ".weight";

    /** Files call the text encoder so; every other network has its own name. */
    private static final String TEXT_ENCODER = "te";

    private Lora() {}

    /**
     * Returns what files put before the layers of a network.
     *
     * @param network its name, for example {@code unet} or {@code text_encoder}
     */
    public static String prefix(String network) {
        return "lora_" + (network.equals("text_encoder") ? TEXT_ENCODER : network) + "_";
    }

    /** Tells whether a file holds such a change and no weights. */
    public static boolean is(WeightFile file) {
        return file.tensors().keySet().stream().anyMatch(name -> name.contains("lora_") || name.contains(".lora."));
    }

    /**
     * Merges the changes of one network.
     *
     * @param file the change
     * @param prefix what the file puts before the network's layers, for example {@code lora_unet_}
     * @param parameters the network's, with their values; names as within the network
     * @param manager where temporary arrays live meanwhile
     * @return the parameters that were changed as loaded; layers of the file that the network doesn't have as unexpected,
     *     which is usual where a part of the network isn't there; nothing counts as missing
     * @throws GladException if a tensor has another kind of name, or half of a pair is missing
     */
    public static LoadReport merge(WeightFile file, String prefix, List<Parameter> parameters, NDManager manager) {
        Map<String, Parameter> byFlatName = new HashMap<>();
        for (Parameter parameter : parameters) {
            if (parameter.name().endsWith(WEIGHT)) {
                byFlatName.put(prefix + parameter.name().replace(WEIGHT, "").replace('.', '_'), parameter);
            }
        }
        List<String> merged = new ArrayList<>();
        List<String> unexpected = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        for (String layer : layers(file)) {
            Parameter parameter = byFlatName.get(layer);
            if (parameter == null) {
                if (layer.startsWith(prefix)) {
                    unexpected.add(layer);
                }
            } else if (merge(file, layer, parameter, manager)) {
                merged.add(parameter.name());
            } else {
                misshapen.add(layer + ": wanted a change of " + parameter.shape() + ", file has "
                        + file.tensors().get(layer + UP).shape() + " by " + file.tensors().get(layer + DOWN).shape());
            }
        }
        return new LoadReport(merged, List.of(), unexpected, misshapen);
    }

    private static Set<String> layers(WeightFile file) {
        Set<String> layers = new LinkedHashSet<>();
        for (String name : file.tensors().keySet()) {
            int end = name.indexOf('.');
            String kind = end < 0 ? "" : name.substring(end);
            if (!kind.equals(DOWN) && !kind.equals(UP) && !kind.equals(ALPHA)) {
                throw GladException.failure("the LoRA has a tensor \"" + name + "\"; expected names such as"
                        + " lora_unet_mid_block_attentions_0_proj_in" + DOWN + ", as lcm-lora-sdv1-5 has them");
            }
            layers.add(name.substring(0, end));
        }
        for (String layer : layers) {
            for (String half : List.of(DOWN, UP)) {
                if (!file.tensors().containsKey(layer + half)) {
                    throw GladException.failure("the LoRA has no tensor \"" + layer + half + "\"; fetch the file again");
                }
            }
        }
        return layers;
    }

    private static boolean merge(WeightFile file, String layer, Parameter parameter, NDManager manager) {
        Shape down = file.tensors().get(layer + DOWN).shape();
        Shape up = file.tensors().get(layer + UP).shape();
        Shape shape = parameter.shape();
        if (shape.dimension() < 2 || down.dimension() < 2 || up.dimension() < 2 || up.size() != shape.get(0) * down.get(0)
                || up.get(0) != shape.get(0) || down.size() != down.get(0) * (shape.size() / shape.get(0))) {
            return false;
        }
        long rank = down.get(0);
        try (NDManager scope = manager.newSubManager()) {
            double alpha = file.tensors().containsKey(layer + ALPHA)
                    ? file.read(layer + ALPHA, scope).toFloatArray()[0] : rank;
            NDArray left = file.read(layer + UP, scope).reshape(shape.get(0), rank).mul(scope.create((float) (alpha / rank)));
            NDArray change = left.matMul(file.read(layer + DOWN, scope).reshape(rank, -1)).reshape(shape);
            change.addi(parameter.array().toDevice(change.getDevice(), false));
            parameter.assign(change);
        }
        return true;
    }
}

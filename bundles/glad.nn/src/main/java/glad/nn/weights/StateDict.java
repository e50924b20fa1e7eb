package glad.nn.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a checkpoint by their state-dict names.
 *
 * @param path where in the checkpoint they were found; empty if they are the whole of it
 * @param tensors the tensors, in the checkpoint's order
 */
record StateDict(String path, Map<String, StoredTensor> tensors) {

    /** Where published checkpoints keep the network, the usual places first. */
    private static final List<String> USUAL = List.of("net", "model", "state_dict", "model_state_dict", "module");
    private static final int MAX_DEPTH = 8;
    private static final int MAX_VISITS = 2_000_000;
    private static final long MAX_TEXT = 64L << 20;

    /** Looks for the state dict in what a checkpoint holds. */
    static StateDict find(FileBytes file, Object root) {
        List<String> path = new ArrayList<>();
        Object at = root;
        while (path.size() < MAX_DEPTH && at instanceof Map<?, ?> dict && !holdsTensors(dict)) {
            String key = below(dict);
            if (key == null) {
                break;
            }
            path.add(key);
            at = dict.get(key);
        }
        if (!(at instanceof Map<?, ?> dict)) {
            throw file.refused("holds no dict of tensors; store a state dict: torch.save(model.state_dict(), FILE)");
        }
        Collector collector = new Collector(file);
        collector.collect(dict, "", path.size());
        if (collector.tensors.isEmpty()) {
            throw file.refused("holds no tensors; store a state dict: torch.save(model.state_dict(), FILE)");
        }
        return new StateDict(String.join(".", path), collector.tensors);
    }

    private static String below(Map<?, ?> dict) {
        for (String usual : USUAL) {
            if (dict.get(usual) instanceof Map<?, ?> inner && !inner.isEmpty()) {
                return usual;
            }
        }
        List<String> keys = new ArrayList<>();
        dict.forEach((key, value) -> {
            if (key instanceof String name && value instanceof Map<?, ?> inner && holdsTensors(inner)) {
                keys.add(name);
            }
        });
        return keys.size() == 1 ? keys.get(0) : null;
    }

    private static boolean holdsTensors(Map<?, ?> dict) {
        return dict.values().stream().anyMatch(StoredTensor.class::isInstance);
    }

    /** Joins the names of dicts in dicts. A pickle may hold one dict in many places, or in itself: visits are counted. */
    private static final class Collector {

        private final FileBytes file;
        private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        private int visits;
        private long text;

        Collector(FileBytes file) {
            this.file = file;
        }

        void collect(Map<?, ?> dict, String prefix, int depth) {
            for (Map.Entry<?, ?> entry : dict.entrySet()) {
                if (++visits > MAX_VISITS || depth > MAX_DEPTH) {
                    throw file.refused("nests its dicts deeper or wider than any state dict");
                }
                boolean tensor = entry.getValue() instanceof StoredTensor;
                if (!tensor && !(entry.getValue() instanceof Map)) {
                    continue;
                }
                String key = String.valueOf(entry.getKey());
                text += prefix.length() + key.length();
                if (text > MAX_TEXT) {
                    throw file.refused("has more text in its tensors' names than any state dict");
                }
                if (tensor && tensors.put(prefix + key, (StoredTensor) entry.getValue()) != null) {
                    throw file.damaged("it has tensor \"" + prefix + key + "\" twice");
                } else if (!tensor) {
                    collect((Map<?, ?>) entry.getValue(), prefix + key + ".", depth + 1);
                }
            }
        }
    }
}

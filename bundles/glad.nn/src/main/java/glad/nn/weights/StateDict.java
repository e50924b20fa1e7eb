package glad.nn.weights;

import glad.api.GladException;
import glad.pickle.Pickle;
import glad.pickle.SkippedObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tensors of a checkpoint by their state-dict names.
 *
 * @param path where in the checkpoint they were found; empty if they are the whole of it
 * @param tensors the tensors, in the checkpoint's order
 * @param skipped classes of objects that weren't looked into, by their places in the checkpoint
 */
record StateDict(String path, Map<String, StoredTensor> tensors, Map<String, String> skipped) {

    /** Where published checkpoints keep the network, the usual places first. */
    private static final List<String> USUAL = List.of("net", "model", "state_dict", "model_state_dict", "module");
    private static final int MAX_DEPTH = 8;
    private static final int MAX_VISITS = 2_000_000;
    private static final long MAX_TEXT = 64L << 20;
    private static final int MAX_SKIPPED = 1000;
    private static final int MAX_KEY = 100;

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
            throw refused(file, "holds no dict of tensors", new Skipped().below(root).found);
        }
        if (!holdsTensors(dict) && USUAL.stream().anyMatch(key -> dict.get(key) instanceof SkippedObject)) {
            throw refused(file, "holds no state dict", new Skipped().below(root).found);
        }
        Collector collector = new Collector(file);
        collector.collect(dict, "", path.size());
        if (collector.tensors.isEmpty()) {
            throw refused(file, "holds no tensors", new Skipped().below(root).found);
        }
        return new StateDict(String.join(".", path), collector.tensors, new Skipped().below(root).found);
    }

    private static GladException refused(FileBytes file, String what, Map<String, String> skipped) {
        String objects = skipped.entrySet().stream().limit(3)
                .map(object -> (object.getKey().isEmpty() ? "all of it" : "\"" + object.getKey() + "\"")
                        + " is an object of \"" + object.getValue() + "\"")
                .collect(Collectors.joining(", "));
        return file.refused(what + (objects.isEmpty() ? "" : ": " + objects
                + "; objects are skipped unread, and nothing of them was run")
                + ". Store a state dict in Python: torch.save(model.state_dict(), FILE)");
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

    /** Finds the skipped objects by the keys that lead to them; what is held in several places is named once. */
    private static final class Skipped {

        private final Map<String, String> found = new LinkedHashMap<>();
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<String> path = new ArrayDeque<>();

        Skipped below(Object value) {
            boolean holds = value instanceof Map || value instanceof List || value instanceof Pickle.Tuple;
            if (path.size() > MAX_DEPTH || found.size() >= MAX_SKIPPED
                    || !holds && !(value instanceof SkippedObject) || !seen.add(value)) {
                return this;
            }
            if (value instanceof SkippedObject object) {
                found.put(String.join(".", path), object.className());
            } else if (value instanceof Map<?, ?> dict) {
                dict.forEach((key, item) -> below(key instanceof SkippedObject ? "(" + key + ")" : String.valueOf(key), item));
            } else {
                List<?> items = value instanceof Pickle.Tuple tuple ? tuple.items() : (List<?>) value;
                for (int i = 0; i < items.size(); i++) {
                    below(Integer.toString(i), items.get(i));
                }
            }
            return this;
        }

        private void below(String key, Object item) {
            path.addLast(key.length() > MAX_KEY ? key.substring(0, MAX_KEY) + "..." : key);
            below(item);
            path.removeLast();
        }
    }
}

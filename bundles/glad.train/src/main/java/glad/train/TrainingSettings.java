package glad.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a training follows from, value by value: {@code seed}, {@code model.backbone}, {@code stages.1.learning_rate}. A training
 * that goes on may change rates, lengths and logging of the stages that aren't over; anything else would be another training.
 */
final class TrainingSettings {

    private static final Set<String> FREE = Set.of("learning_rate", "groups.rate", "samples", "schedule", "warm_up", "floor",
            "milestones", "gamma", "check_every", "check_pairs");

    private final SortedMap<String, String> values;

    private TrainingSettings(SortedMap<String, String> values) {
        this.values = values;
    }

    /** Returns those of a training. */
    static TrainingSettings of(ModelSpec model, TrainingSpec spec) {
        SortedMap<String, String> values = new TreeMap<>();
        for (PartKind kind : PartKind.values()) {
            values.put("model." + kind.key(), model.part(kind).toString());
        }
        values.put("template.size", Integer.toString(model.templateSize()));
        values.put("search.size", Integer.toString(model.searchSize()));
        values.put("seed", Long.toString(spec.seed()));
        values.put("initial", spec.initial().toString());
        values.put("data", spec.data().toString());
        values.put("held_out", spec.heldOut().toString());
        values.put("sampling", spec.sampling().toString());
        values.put("stages", Integer.toString(spec.stages().size()));
        for (int i = 0; i < spec.stages().size(); i++) {
            String prefix = "stages." + (i + 1) + ".";
            spec.stages().get(i).settings().forEach((key, value) -> values.put(prefix + key, value.toString()));
        }
        return new TrainingSettings(values);
    }

    /** Reads what {@link #toString} wrote. */
    static TrainingSettings parse(String json) {
        try {
            return new TrainingSettings(new JsonMapper().readValue(json, new TypeReference<TreeMap<String, String>>() { }));
        } catch (JsonProcessingException e) {
            throw GladException.failure("the settings of a checkpoint can't be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Two values of one setting; null where one of both trainings has none. */
    record Change(String before, String now) {

        @Override
        public String toString() {
            return before + " -> " + now;
        }
    }

    /** Returns what differs in the settings that a training goes on with, by key. */
    Map<String, Change> changes(TrainingSettings now) {
        Set<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(now.values.keySet());
        Map<String, Change> changes = new LinkedHashMap<>();
        keys.forEach(key -> {
            String before = values.get(key);
            String after = now.values.get(key);
            if (before == null || !before.equals(after)) {
                changes.put(key, new Change(before, after));
            }
        });
        return changes;
    }

    /**
     * Tells whether a setting may change where a training goes on.
     *
     * @param stage the one that it stands in, from 0
     */
    static boolean mayChange(String key, int stage) {
        String[] parts = key.split("\\.", 3);
        return parts.length == 3 && parts[0].equals("stages") && FREE.contains(parts[2]) && Integer.parseInt(parts[1]) > stage;
    }

    @Override
    public String toString() {
        return new JsonMapper().valueToTree(values).toString();
    }
}

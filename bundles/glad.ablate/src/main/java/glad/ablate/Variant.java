package glad.ablate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The baseline with some factors set.
 *
 * @param levels the labels of the levels, by factor; empty for the baseline
 * @param changes of the experiment over the baseline's, {@code KEY=VALUE} each
 */
public record Variant(Map<String, String> levels, List<String> changes) {

    /** What tables call the variant without any change. */
    public static final String BASELINE = "baseline";

    /** The variant without any change. */
    static final Variant NONE = new Variant(Map.of(), List.of());

    /** Copies map and list. */
    public Variant {
        levels = new LinkedHashMap<>(levels);
        changes = List.copyOf(changes);
    }

    /** Returns this with a factor set. */
    Variant with(Factor factor, Factor.Level level) {
        Map<String, String> more = new LinkedHashMap<>(levels);
        more.put(factor.name(), level.label());
        List<String> all = new ArrayList<>(changes);
        all.addAll(level.changes());
        return new Variant(more, all);
    }

    /** Returns what tables call it: {@code diffusion.id=none, sentence=other}. */
    public String label() {
        return levels.isEmpty() ? BASELINE
                : levels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(", "));
    }
}

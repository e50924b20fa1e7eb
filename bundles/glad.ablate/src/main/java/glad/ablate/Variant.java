package glad.ablate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The experiment with some factors set.
 *
 * @param plain what tables call the variant without any change
 * @param levels the labels of the levels, by factor; empty for the variant without any change
 * @param changes of the experiment, {@code KEY=VALUE} each
 */
public record Variant(String plain, Map<String, String> levels, List<String> changes) {

    /** What tables call an experiment without any change that all is compared with. */
    public static final String BASELINE = "baseline";

    /** Copies map and list. */
    public Variant {
        levels = new LinkedHashMap<>(levels);
        changes = List.copyOf(changes);
    }

    /** Returns the variant without any change. @param name what tables call it */
    static Variant plain(String name) {
        return new Variant(name, Map.of(), List.of());
    }

    /** Returns this with a factor set. */
    Variant with(Factor factor, Factor.Level level) {
        Map<String, String> more = new LinkedHashMap<>(levels);
        more.put(factor.name(), level.label());
        List<String> all = new ArrayList<>(changes);
        all.addAll(level.changes());
        return new Variant(plain, more, all);
    }

    /** Returns what tables call it: {@code diffusion.id=none, sentence=other}. */
    public String label() {
        return levels.isEmpty() ? plain
                : levels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(", "));
    }
}

package glad.bench.data;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.SequenceSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which sequences of datasets are asked for. */
public final class SequenceChoice {

    private SequenceChoice() {}

    /**
     * Returns the names of sequences that were asked for, by dataset; one without any is left out.
     *
     * @param sets datasets by id
     * @param asked names, in which {@code *} stands for any letters; empty for all
     * @throws GladException (usage) if one of them fits no sequence of any dataset
     */
    public static Map<String, List<String>> chosen(Map<String, SequenceSet> sets, List<String> asked) {
        Map<String, Set<String>> chosen = new LinkedHashMap<>();
        sets.forEach((id, set) -> chosen.put(id, new LinkedHashSet<>(asked.isEmpty() ? set.names() : List.of())));
        for (String pattern : asked) {
            Pattern fits = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
            boolean found = false;
            for (String id : sets.keySet()) {
                List<String> names = sets.get(id).names().stream().filter(name -> fits.matcher(name).matches())
                        .toList();
                found |= !names.isEmpty();
                chosen.get(id).addAll(names);
            }
            if (!found) {
                throw GladException.usage(Names.unknown("sequence", pattern,
                        sets.values().stream().flatMap(set -> set.names().stream()).toList()));
            }
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        chosen.forEach((id, some) -> names.put(id, List.copyOf(some)));
        names.values().removeIf(List::isEmpty);
        return names;
    }
}

package glad.runs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as its folder tells.
 *
 * @param id the folder's path below the folder for results: {@code glad-nano/no-words/lasot}
 * @param facts where it comes from, by name: experiment, run, date, host, device, precision, seed, dataset
 * @param figures by metric; empty for a run of a version that didn't keep them
 * @param tags words that people put on it
 * @param note what people wrote of it; empty if nothing
 */
public record StoredRun(String id, Map<String, String> facts, Map<String, Double> figures, List<String> tags, String note) {

    /** Copies maps and list. */
    public StoredRun {
        facts = new LinkedHashMap<>(facts);
        figures = new LinkedHashMap<>(figures);
        tags = List.copyOf(tags);
    }
}

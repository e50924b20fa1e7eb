package glad.bench.results;

import glad.bench.run.EvaluationReport;
import glad.bench.run.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a reader of a ranking must know of its rows: which of them are one, which were never trained for what they do, and what each
 * was told.
 *
 * @param dataset what the ranking calls the dataset
 * @param wordless whether no sequence has a sentence
 * @param contents what decided each tracker's results, where that is known
 */
record RunRemarks(String dataset, boolean wordless, Map<String, SortedMap<String, String>> contents) {

    private static final String SENTENCE = "sentence";
    private static final int SHOWN = 3;

    /** Returns marks by tracker. */
    Map<String, String> marks() {
        Map<String, String> marks = new TreeMap<>();
        contents.forEach((tracker, content) -> {
            if (content.containsKey(RunFolder.NOT_RETRAINED)) {
                marks.put(tracker, EvaluationReport.NOT_RETRAINED);
            }
        });
        return marks;
    }

    /**
     * Returns a line for everything worth knowing.
     *
     * @param boxes all boxes of each tracker as one text; texts are equal where the boxes are
     */
    List<String> lines(Map<String, String> boxes) {
        List<String> lines = new ArrayList<>();
        Map<String, String> first = new LinkedHashMap<>();
        boxes.forEach((tracker, text) -> {
            String same = first.putIfAbsent(text, tracker);
            if (same != null) {
                lines.add(tracker + " equals " + same + " in every box" + reason(same, tracker));
            }
        });
        contents.forEach((tracker, content) -> {
            String without = content.get(RunFolder.NOT_RETRAINED);
            if (without != null) {
                lines.add(tracker + " has weights that were trained with what it is without (" + without + "): "
                        + EvaluationReport.NOT_RETRAINED);
            }
        });
        Map<String, String> told = new TreeMap<>();
        contents.forEach((tracker, content) -> told.put(tracker, content.getOrDefault(SENTENCE, "written")));
        if (!wordless && told.values().stream().distinct().count() > 1) {
            lines.add(told.entrySet().stream().map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", ", "sentences told: ", "")));
        }
        return lines;
    }

    private String reason(String one, String other) {
        SortedMap<String, String> before = contents.getOrDefault(one, new TreeMap<>());
        SortedMap<String, String> now = contents.getOrDefault(other, new TreeMap<>());
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        List<String> differing = keys.stream().filter(key -> !key.startsWith(RunFolder.BUNDLE)
                && !Objects.equals(before.get(key), now.get(key))).toList();
        if (wordless && differing.equals(List.of(SENTENCE))) {
            return ": " + dataset + " has no sentences";
        }
        return differing.isEmpty() ? "" : ", although they differ in "
                + String.join(", ", differing.subList(0, Math.min(SHOWN, differing.size())))
                + (differing.size() > SHOWN ? ", ..." : "");
    }
}

package glad.bench.results;

import glad.bench.data.Datasets;
import glad.bench.run.RunFolder;
import glad.eval.results.RawRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs that were tracked on the same data, so that their figures may stand in one table.
 *
 * @param options the dataset's options as the runs had them, {@code KEY=VALUE} each
 * @param effective the values of all options, and the protocol
 * @param runs the runs
 */
record RunGroup(List<String> options, SortedMap<String, String> effective, List<RawRun> runs) {

    /** Keys of a run's content that may differ between repetitions, or are told otherwise. */
    private static final Set<String> REPEATED = Set.of("seed", "device", RunFolder.NOT_RETRAINED);
    private static final int SHOWN = 3;
    private static final int LONG = 12;

    /**
     * Puts runs into groups. Our own runs say what they were tracked on; of those of others only the user knows.
     *
     * @param dataset the dataset's id
     * @param asked the options that the user names
     * @param protocol the id of the protocol that the user names
     */
    static List<RunGroup> of(Datasets datasets, String dataset, List<RawRun> runs, List<String> asked, String protocol) {
        Map<SortedMap<String, String>, RunGroup> groups = new LinkedHashMap<>();
        for (RawRun run : runs) {
            boolean own = run.content().containsKey(RunFolder.DATASET);
            List<String> options = own ? options(run) : asked;
            String by = own ? run.content().getOrDefault(RunFolder.PROTOCOL, Datasets.ONE_PASS) : protocol;
            groups.computeIfAbsent(effective(datasets, dataset, options, by),
                    effective -> new RunGroup(options, effective, new ArrayList<>())).runs().add(run);
        }
        return groups.values().stream().map(RunGroup::toldApart).toList();
    }

    /** Returns the values of all options, and the protocol. */
    static SortedMap<String, String> effective(Datasets datasets, String dataset, List<String> options, String protocol) {
        SortedMap<String, String> effective = datasets.effective(dataset, options);
        effective.put(RunFolder.PROTOCOL, protocol);
        return effective;
    }

    /** Returns the id of the protocol that the runs are of. */
    String protocol() {
        return effective.get(RunFolder.PROTOCOL);
    }

    /** Returns the data, without the dataset's name: its options and the protocol, where they aren't the usual ones. */
    String title(Datasets datasets, String dataset) {
        List<String> title = new ArrayList<>();
        if (!datasets.effective(dataset, options).equals(datasets.effective(dataset, List.of()))) {
            title.addAll(options);
        }
        if (!protocol().equals(Datasets.ONE_PASS)) {
            title.add(protocol());
        }
        return String.join(", ", title);
    }

    /**
     * Returns this with other names for runs that share one but are no repetitions of each other: only the seed, the device and
     * the build may differ between those. A name gets what tells it from the others behind it.
     */
    private RunGroup toldApart() {
        Map<String, Set<SortedMap<String, String>>> kinds = new TreeMap<>();
        runs.forEach(run -> kinds.computeIfAbsent(run.tracker(), name -> new LinkedHashSet<>()).add(kind(run)));
        return new RunGroup(options, effective, runs.stream().map(run -> {
            String apart = apart(kind(run), kinds.get(run.tracker()));
            return apart.isEmpty() ? run : run.named(run.tracker() + " [" + apart + "]");
        }).toList());
    }

    private static SortedMap<String, String> kind(RawRun run) {
        SortedMap<String, String> kind = run.content();
        kind.keySet().removeIf(key -> key.startsWith(RunFolder.BUNDLE) || key.startsWith(RunFolder.DATASET_OPTION)
                || REPEATED.contains(key));
        return kind;
    }

    private static String apart(SortedMap<String, String> own, Set<SortedMap<String, String>> all) {
        Set<String> keys = new TreeSet<>();
        all.forEach(one -> keys.addAll(one.keySet()));
        keys.removeIf(key -> all.stream().map(one -> String.valueOf(one.get(key))).distinct().count() == 1);
        // Another part has other options, which say nothing more.
        return keys.stream().filter(key -> key.endsWith(".id") || !keys.contains(key.replaceFirst("\\..*", ".id")))
                .map(key -> key + "=" + shortened(own.getOrDefault(key, "unset"))).limit(SHOWN).collect(Collectors.joining(", "));
    }

    private static String shortened(String value) {
        return value.length() > LONG ? value.substring(0, LONG) + "..." : value;
    }

    private static List<String> options(RawRun run) {
        return run.content().entrySet().stream().filter(e -> e.getKey().startsWith(RunFolder.DATASET_OPTION))
                .map(e -> e.getKey().substring(RunFolder.DATASET_OPTION.length()) + "=" + e.getValue()).toList();
    }

    /** Returns by what this differs from the others: {@code frames=25, seed=2}; empty if there are no others. */
    String difference(List<RunGroup> all) {
        return effective.entrySet().stream()
                .filter(e -> all.stream().anyMatch(other -> !e.getValue().equals(other.effective().get(e.getKey()))))
                .map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(", "));
    }

    /** Returns the runs' contents by tracker; one without any content is left out. */
    Map<String, SortedMap<String, String>> contents() {
        Map<String, SortedMap<String, String>> contents = new TreeMap<>();
        runs.stream().filter(run -> !run.content().isEmpty()).forEach(run -> contents.putIfAbsent(run.tracker(), run.content()));
        return contents;
    }
}

package glad.shell.internal;

import glad.eval.results.RawRun;
import glad.experiment.run.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs that were tracked on the same data, so that their figures may stand in one table.
 *
 * @param options the dataset's options as the runs had them, {@code KEY=VALUE} each
 * @param effective the values of all options
 * @param runs the runs
 */
record RunGroup(List<String> options, SortedMap<String, String> effective, List<RawRun> runs) {

    /**
     * Puts runs into groups. Our own runs say what they were tracked on; of those of others only the user knows.
     *
     * @param dataset the dataset's id
     * @param asked the options that the user names
     */
    static List<RunGroup> of(Datasets datasets, String dataset, List<RawRun> runs, List<String> asked) {
        Map<SortedMap<String, String>, RunGroup> groups = new LinkedHashMap<>();
        for (RawRun run : runs) {
            List<String> options = run.content().containsKey(RunFolder.DATASET) ? options(run) : asked;
            groups.computeIfAbsent(datasets.effective(dataset, options),
                    effective -> new RunGroup(options, effective, new ArrayList<>())).runs().add(run);
        }
        return List.copyOf(groups.values());
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

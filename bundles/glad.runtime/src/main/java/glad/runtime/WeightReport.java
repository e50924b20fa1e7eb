package glad.runtime;

import glad.nn.weights.LoadReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the loading of weight files into a model gave.
 *
 * @param files in the order in which they were read
 * @param missing parameters that none of them filled
 * @param parameters how many parameters the model has to be filled
 */
public record WeightReport(List<WeightReport.OfFile> files, List<String> missing, int parameters) {

    /** Copies the lists. */
    public WeightReport {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /**
     * What one file gave.
     *
     * @param reference as the experiment names it; several files of a folder have one
     * @param file its path, or the reference of one that a bundle carries
     * @param report what it filled, or changed if it is a low-rank change; missing is all else of the model
     * @param lacking parameters of the networks that it fills which it doesn't have
     * @param skipped classes of objects beside the tensors, which weren't read, by their places in the file
     * @param dropped what the model would drop although it changes what is computed: what to do, by the tensor's name
     * @param useful whether it filled or changed something, or belongs to parts that are switched off
     */
    public record OfFile(String reference, String file, LoadReport report, List<String> lacking,
            Map<String, String> skipped, Map<String, String> dropped, boolean useful) {

        /** Returns counts and the first names in one line. */
        public String summary() {
            return new LoadReport(report.loaded(), lacking, report.unexpected(), report.misshapen()).summary();
        }
    }

    /** Returns all reports as one. */
    public LoadReport all() {
        LoadReport none = new LoadReport(List.of(), missing, List.of(), List.of());
        return files.stream().map(OfFile::report).reduce(none, LoadReport::and);
    }

    /** Returns reports by reference. */
    public Map<String, LoadReport> references() {
        Map<String, LoadReport> references = new LinkedHashMap<>();
        files.forEach(file -> references.merge(file.reference(), file.report(), LoadReport::and));
        return references;
    }

    /** Returns why a model with these weights would be none, a sentence each; empty if it is all right. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(dropped());
        LoadReport all = all();
        if (!all.complete()) {
            problems.add("weights " + references().keySet() + " don't fill the model: " + all.summary()
                    + "; use the weights that belong to these parts, or change the parts' options");
        }
        problems.addAll(useless());
        return problems;
    }

    /** Returns, a sentence each, what would be dropped although it counts. */
    List<String> dropped() {
        List<String> problems = new ArrayList<>();
        for (OfFile file : files) {
            Map<String, List<String>> tensors = new LinkedHashMap<>();
            file.dropped().forEach((tensor, remedy) -> tensors.computeIfAbsent(remedy, key -> new ArrayList<>()).add(tensor));
            tensors.forEach((remedy, names) -> problems.add("weights \"" + file.file() + "\" hold " + names.size() + (names.size() == 1
                    ? " tensor" : " tensors") + " that the model would drop although they change what is computed ("
                    + names.get(0) + (names.size() > 1 ? ", ..." : "") + "); " + remedy));
        }
        return problems;
    }

    /** Returns, a sentence each, which references fill nothing. */
    private List<String> useless() {
        List<String> problems = new ArrayList<>();
        references().forEach((reference, report) -> {
            if (files.stream().noneMatch(file -> file.reference().equals(reference) && file.useful())) {
                String first = report.unexpected().stream().limit(2).reduce((a, b) -> a + ", " + b).orElse("none");
                problems.add("weights \"" + reference + "\" fill nothing of this model (their tensors: " + first
                        + (report.unexpected().size() > 2 ? ", ..." : "") + "); leave them out, or choose the parts that they are of");
            }
        });
        return problems;
    }
}

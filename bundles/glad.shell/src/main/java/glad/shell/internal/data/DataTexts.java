package glad.shell.internal.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.data.Sequence;
import glad.bench.data.DatasetStatus;
import glad.bench.data.Datasets;
import glad.bench.data.Finding;
import glad.shell.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Datasets in words and as objects. */
final class DataTexts {

    private DataTexts() {}

    /** Returns every dataset with its status; those that can't be used are told as remarks as well. */
    static Result list(Datasets datasets, Consumer<String> remark) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("settings", datasets.settingsFile().toString());
        datasets.root().ifPresent(root -> json.put("root", root));
        ArrayNode list = json.putArray("datasets");
        StringBuilder text = new StringBuilder();
        for (String id : datasets.ids()) {
            DatasetStatus status = DatasetStatus.of(datasets, id);
            ObjectNode node = list.addObject().put("id", id).put("description", status.description());
            status.place().ifPresent(folder -> node.put("folder", folder.toString()));
            node.put("status", status.kind().name().toLowerCase(Locale.ROOT));
            if (status.kind() == DatasetStatus.Kind.PROBLEM) {
                node.put("problem", status.problem());
                remark.accept(id + ": " + status.problem());
            } else if (status.kind() != DatasetStatus.Kind.UNSET) {
                node.put("sequences", status.sequences()).put("found", status.found()).put("annotated", status.annotated());
            }
            text.append(String.format("%-14s %-34s %s%n", id, words(status), status.place().map(Path::toString)
                    .orElse(status.description())));
        }
        text.append("settings: ").append(datasets.settingsFile());
        return new Result(json, text.toString());
    }

    private static String words(DatasetStatus status) {
        String found = switch (status.kind()) {
            case UNSET -> "no folder set";
            case PROBLEM -> "can't be used";
            case READY -> status.sequences() + " sequences";
            case PARTIAL -> status.found() + " of " + status.sequences() + " sequences";
        };
        return status.annotated() == status.found() ? found : found + ", boxes of " + status.annotated();
    }

    /**
     * Returns what a check found.
     *
     * @param id the dataset
     * @param sequences how many were to be checked
     * @param stopped whether it ended before the last
     * @param table where the findings lie as a table
     */
    static Result findings(String id, int sequences, List<Finding> findings, boolean stopped, Path table) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", id).put("sequences", sequences)
                .put("table", table.toString()).put("stopped", stopped);
        ArrayNode list = json.putArray("findings");
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            list.addObject().put("sequence", finding.sequence()).put("kind", finding.kind().label())
                    .put("error", finding.kind().isError()).put("detail", finding.detail());
            text.append(String.format("%-30s %-20s %s%n", finding.sequence(), finding.kind().label(), finding.detail()));
        }
        long errors = findings.stream().filter(finding -> finding.kind().isError()).count();
        text.append("verify ").append(id).append(": ").append(count(errors, "error")).append(" and ")
                .append(count(findings.size() - errors, "remark")).append(" in ")
                .append(count(sequences, "sequence")).append("; table: ").append(table);
        List<String> problems = new ArrayList<>();
        if (stopped) {
            problems.add("stopped before the last sequence; the table holds what was found until then");
        }
        if (errors > 0) {
            problems.add("dataset \"" + id + "\" has " + count(errors, "error") + "; mend "
                    + (errors == 1 ? "it, or leave that sequence out" : "them, or leave those sequences out"));
        }
        return new Result(json, text.toString(), problems);
    }

    /** Returns what is remembered now. */
    static Result remembered(String key, Path folder, Path settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("key", key).put("folder", folder.toString())
                .put("settings", settings.toString());
        return new Result(json, key + ": " + folder + "  (in " + settings + ")");
    }

    /** Returns a sequence that was drawn into a file. */
    static Result film(String id, Sequence sequence, Path file) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", id).put("sequence", sequence.name())
                .put("frames", sequence.boxes().size()).put("sentence", sequence.sentence())
                .put("officialSentence", sequence.officialSentence()).put("class", sequence.targetClass())
                .put("out", file.toString());
        sequence.attributes().stream().sorted().forEach(json.putArray("attributes")::add);
        if (sequence.sentences().change()) {
            sequence.sentences().parts().forEach(part -> json.withArray("sentences").addObject().put("frame", part.frame())
                    .put("sentence", part.sentence()));
        }
        return new Result(json, sequence.name() + ": " + sequence.boxes().size() + " frames\nsentence: " + sequence.sentences().text()
                + "\nclass: " + sequence.targetClass() + "\nattributes: "
                + String.join(", ", sequence.attributes().stream().sorted().toList()) + "\nfilm strip: " + file);
    }

    /** Returns a number of things: {@code 1 error}, {@code 2 errors}. */
    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.StoredEvaluation;
import glad.bench.compare.DifferenceSearch;
import glad.bench.compare.KeyChange;
import glad.bench.compare.MinimalDifference;
import glad.bench.compare.MinimalFolder;
import glad.bench.compare.Parting;
import glad.runtime.Placement;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelSource;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The least that parts two runs, if it is asked for. */
final class MinimalCase {

    @Option(names = "--minimal", paramLabel = "DIR", description = "Look, by tracking again and again, for the shortest range of frames and"
            + " the fewest changed keys of the experiment that still part two runs, and write them into this new folder; sh DIR/replay shows"
            + " it again.")
    private Path folder;

    /** Tells whether it is asked for. */
    boolean asked() {
        return folder != null;
    }

    /** Searches and writes. @param verb shows how far it is, and is asked to stop */
    Result of(ShellCommand verb, ModelSource source, StoredEvaluation first, StoredEvaluation second) {
        MinimalFolder.check(folder);
        if (!first.plan().dataset().equals(second.plan().dataset()) || !first.plan().dataOptions().equals(second.plan().dataOptions())
                || !first.plan().protocol().equals(second.plan().protocol())) {
            throw GladException.usage("\"" + first.folder().path() + "\" and \"" + second.folder().path() + "\" were made on different data; name"
                    + " runs on the same");
        }
        List<String> both = first.plan().names().stream().filter(second.plan().names()::contains).toList();
        Parting parting = Parting.of(first.folder(), second.folder(), both, name -> Double.NaN).stream()
                .min(Comparator.comparing((Parting p) -> !p.apart()).thenComparing(p -> p.apart() ? p.frame() : p.differs()))
                .orElseThrow(() -> GladException.usage("the boxes of the two runs are the same in all " + both.size()
                        + " sequences; there is no difference to make smaller"));
        try (Progress progress = verb.progress("minimal", "tries")) {
            DifferenceSearch search = new DifferenceSearch(first, second, experiment -> source.loader().load(experiment,
                    Placement.parse("cpu", experiment.precision().toString(), experiment.seed()), loading -> { }), progress::step);
            Optional<MinimalDifference> found = verb.stop().during(search::stop, () -> search.of(parting));
            if (found.isEmpty()) {
                return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true), "stopped; nothing is written",
                        List.of("the search was stopped"));
            }
            MinimalFolder.write(found.get(), first.plan().told(), folder);
            return result(found.get());
        }
    }

    private Result result(MinimalDifference found) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("sequence", found.sequence().name()).put("from", found.from())
                .put("to", found.to()).put("apart", found.apart()).put("overlap", found.overlap()).put("folder", folder.toString());
        found.needed().forEach(change -> json.withObject("/needed").set(change.key(), change.value()));
        found.spare().forEach(change -> json.withArray("spare").add(change.key()));
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%d of %d frames of %s, %d to %d, and %d of %d changed keys still show it:"
                + " %s in frame %d (overlap %.2f)%n", found.frames(), found.sequence().boxes().size(), found.sequence().name(), found.from(), found.to(),
                found.needed().size(), found.needed().size() + found.spare().size(),
                found.apart() ? "the boxes part" : "the boxes aren't the same numbers", found.to(), found.overlap()));
        found.needed().forEach(change -> text.append("  ").append(change.text()).append(System.lineSeparator()));
        if (!found.spare().isEmpty()) {
            text.append("not needed: ").append(String.join(", ", found.spare().stream().map(KeyChange::key).toList())).append(System.lineSeparator());
        }
        text.append("written to ").append(folder).append("; sh ").append(folder.resolve("replay")).append(" shows it again");
        return new Result(json, text.toString());
    }
}

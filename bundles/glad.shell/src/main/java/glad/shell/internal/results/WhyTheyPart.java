package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.StoredEvaluation;
import glad.bench.compare.Parting;
import glad.bench.compare.SearchLook;
import glad.bench.results.ResultsReport.Strip;
import glad.bench.run.RunFolder;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.analysis.Table;
import glad.experiment.LoadedExperiment;
import glad.runs.RunStore;
import glad.runtime.Placement;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where two runs part: texts, and what both saw there.
 *
 * @param first the id of one run
 * @param second the id of the other
 * @param metric by which sequences are in order
 * @param shown the sequences that part most
 * @param parted in how many the boxes differ
 * @param sequences how many both have
 */
record WhyTheyPart(String first, String second, String metric, List<Parting> shown, int parted, int sequences) {

    /** Finds the sequences. @param most how many are shown */
    static WhyTheyPart of(String first, String second, RunStore store, Analysis analysis, int most) {
        String metric = analysis.metrics().keySet().iterator().next();
        RunFolder one = RunFolder.open(store.folder(first));
        RunFolder other = RunFolder.open(store.folder(second));
        List<String> both = analysis.subjects().stream().map(MeasuredSequence::name)
                .filter(name -> one.contentHash(name).isPresent() && other.contentHash(name).isPresent()).toList();
        List<Parting> all = Parting.of(one, other, both, name -> analysis.score(second, metric, List.of(name)).value()
                - analysis.score(first, metric, List.of(name)).value());
        return new WhyTheyPart(first, second, analysis.metrics().get(metric).name(), all.stream().limit(most).toList(), all.size(), both.size());
    }

    /** @param columns how many characters fit a line */
    String text(int columns) {
        if (parted == 0) {
            return "The boxes are the same in all " + sequences + " sequences.";
        }
        List<List<String>> rows = shown.stream().map(p -> List.of(p.sequence(), number("%+.2f", p.difference()), Integer.toString(p.differs()),
                Integer.toString(p.frame()), number("%.2f", p.overlap()))).toList();
        return new Table("Sequences that part most, of " + parted + " of " + sequences + " whose boxes differ",
                List.of("Sequence", metric + ", second - first", "boxes differ from frame", "part in frame", "overlap there"), rows,
                List.of("They part in the first frame whose boxes overlap by less than " + Parting.APART
                        + "; where they never do, the frame of least overlap is told.")).text(columns).stripTrailing();
    }

    ArrayNode json() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Parting parting : shown) {
            ObjectNode node = json.addObject().put("sequence", parting.sequence()).put("differsFrom", parting.differs())
                    .put("partsIn", parting.frame()).put("apart", parting.apart()).put("overlap", parting.overlap());
            node.put("difference", Double.isNaN(parting.difference()) ? null : parting.difference());
        }
        return json;
    }

    /** Looks at the frames where they part with the tracker of one of the runs, which is loaded for it. */
    List<Strip> strips(ShellCommand verb, ModelSource source, StoredEvaluation run, String id) {
        Optional<LoadedExperiment> model = run.experiment().map(experiment -> source.load(verb, experiment,
                Placement.parse("cpu", experiment.precision().toString(), experiment.seed())));
        try {
            List<Strip> strips = new ArrayList<>();
            for (Parting parting : shown) {
                SearchLook look = model.map(loaded -> SearchLook.of(run, loaded, parting.sequence(), parting.frame()))
                        .orElseGet(() -> SearchLook.of(run, parting.sequence(), parting.frame()));
                strips.add(new Strip(parting.sequence(), look.strip(), id + ", frame " + parting.frame() + ": the frame with its box (orange) and the"
                        + " ground truth (green), " + (look.images().size() > 2 ? "the search region, the score map over it; told "
                        : "the surroundings of its last box; told ") + (look.sentence().isBlank() ? "nothing" : "\"" + look.sentence() + "\"")
                        + (look.same() ? "" : ". What is installed now finds another box there than the run did")));
            }
            return strips;
        } finally {
            model.ifPresent(LoadedExperiment::close);
        }
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}

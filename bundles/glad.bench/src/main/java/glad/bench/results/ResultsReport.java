package glad.bench.results;

import glad.api.Image;
import glad.api.data.Sequence;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.bench.run.EvaluationReport;
import glad.bench.run.FilmStrips;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.RankedTracker;
import glad.eval.report.FilmStrip;
import glad.eval.report.Report;
import glad.eval.report.ReportInput;
import glad.eval.report.SequenceEntry;
import glad.eval.results.RawRun;
import glad.eval.results.SequenceBoxes;
import glad.media.ImageFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report of analysed results: {@code report.html}, and every plot as SVG and PNG. */
public final class ResultsReport {

    private ResultsReport() {}

    /**
     * An image of a sequence.
     *
     * @param sequence the sequence's name
     * @param image frames or parts of them side by side
     * @param caption what it shows, in words
     */
    public record Strip(String sequence, Image image, String caption) {}

    /**
     * Writes it; where their images are there, the best tracker's worst sequences are drawn.
     *
     * @param strips what is shown in place of these; empty for them
     * @param command what the user asked for
     * @param seed of the paired bootstrap
     * @param folder made if missing
     * @return the page
     * @throws glad.api.GladException (failure) if it can't be written
     */
    public static Path write(AnalysedGroup group, String command, long seed, List<Strip> strips, Path folder) {
        Report.write(input(group, command, seed, strips), folder.resolve("report.html"));
        Report.writePlots(group.analysis(), folder.resolve("plots"));
        return folder.resolve("report.html");
    }

    private static ReportInput input(AnalysedGroup group, String command, long seed, List<Strip> strips) {
        Analysis analysis = group.analysis();
        List<RankedTracker> ranking = analysis.standings();
        String best = ranking.get(0).tracker();
        List<SequenceEntry> entries = strips.isEmpty() ? worst(group, best) : entries(group, strips);
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("command", command);
        provenance.put("dataset", group.title());
        provenance.put("rules", analysis.rules().name());
        if (!group.edges().isEmpty()) {
            provenance.put("remark", group.edges());
        }
        provenance.put("bootstrap", "10000 paired draws, seed " + seed);
        for (RankedTracker standing : ranking) {
            provenance.put("tracker " + standing.tracker(), standing.coverage() + " sequences");
        }
        return new ReportInput(ranking.size() == 1 ? best + " on " + group.title() : "Trackers on " + group.title(),
                "Raw results measured by the rules \"" + analysis.rules().name() + "\".", analysis, best, entries,
                group.differences(), provenance);
    }

    private static List<SequenceEntry> worst(AnalysedGroup group, String best) {
        return group.analysis().worst(best, EvaluationReport.ILLUSTRATED).stream()
                .map(name -> entry(group.set().sequence(name), group.runs(), best, group.analysis().rules()))
                .filter(entry -> !entry.strips().isEmpty()).toList();
    }

    private static List<SequenceEntry> entries(AnalysedGroup group, List<Strip> strips) {
        Map<String, List<FilmStrip>> bySequence = new LinkedHashMap<>();
        strips.forEach(strip -> bySequence.computeIfAbsent(strip.sequence(), name -> new ArrayList<>())
                .add(new FilmStrip(ImageFile.png(strip.image()), strip.caption())));
        return bySequence.entrySet().stream().map(entry -> new SequenceEntry(entry.getKey(),
                group.set().sequence(entry.getKey()).sentences().text(), Optional.empty(), "", entry.getValue())).toList();
    }

    private static SequenceEntry entry(Sequence sequence, List<RawRun> runs, String tracker, Rules rules) {
        SequenceBoxes found = runs.stream().filter(run -> run.tracker().equals(tracker))
                .flatMap(run -> run.read(sequence.name()).stream()).findFirst().orElseThrow();
        Track track = sequence.track(found.boxes(), found.seconds(), rules);
        return new SequenceEntry(sequence.name(), sequence.sentences().text(), Optional.of(track), "",
                FilmStrips.of(sequence, found.boxes()).stream().toList());
    }
}

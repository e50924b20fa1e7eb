package glad.eval.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.metrics.AverageOverlap;
import glad.eval.metrics.FramesPerSecond;
import glad.eval.metrics.Success;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnalysisTest {

    private static final List<MeasuredSequence> SUBJECTS = IntStream.range(0, 40)
            .mapToObj(i -> new MeasuredSequence("s" + i, i % 4 == 0 ? Set.of("blur", "dark") : Set.of("dark"))).toList();
    private static final Map<String, Metric> METRICS = metrics();

    private static Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("success", new Success());
        metrics.put("average-overlap", new AverageOverlap());
        metrics.put("frames-per-second", new FramesPerSecond());
        return metrics;
    }

    /** A run whose boxes are this fraction of their width off, in the first sequences only. */
    private static MeasuredRun run(String tracker, double shift, int sequences) {
        Map<String, Measurement> measured = new LinkedHashMap<>();
        for (int i = 0; i < sequences; i++) {
            List<Box> groundTruth = Collections.nCopies(5 + i, new Box(10, 10, 100, 100));
            double off = 100 * shift * (1 + 0.5 * Math.sin(i));
            List<Box> predicted = Collections.nCopies(5 + i, new Box(10 + off, 10, 100, 100));
            measured.put("s" + i, Measurement.of(new Track("s" + i, groundTruth, predicted, List.of(), List.of()), METRICS.values()));
        }
        return new MeasuredRun(tracker, measured, sequences < 40 ? Map.of("s39", "stopped") : Map.of());
    }

    private static Analysis analysis(MeasuredRun... runs) {
        return new Analysis("walks", Rules.GENERAL, SUBJECTS, METRICS, List.of(runs));
    }

    @Test
    void ranksTheBestFirstAndSaysWhatEachFigureCovers() {
        List<RankedTracker> standings = analysis(run("far", 0.4, 40), run("near", 0.1, 39)).standings();
        assertEquals(List.of("near", "far"), standings.stream().map(RankedTracker::tracker).toList());
        assertEquals("39/40", standings.get(0).coverage());
        assertFalse(standings.get(0).complete());
        assertEquals(39, standings.get(0).scores().get(0).measured());
        assertEquals(0, standings.get(0).scores().get(2).measured());
        assertTrue(Double.isNaN(standings.get(0).scores().get(2).value()));
        assertTrue(standings.get(1).complete());
    }

    @Test
    void theTablesSayThatARunIsPartial() {
        AnalysisTables tables = new AnalysisTables(analysis(run("far", 0.4, 40), run("near_1", 0.1, 39)));
        String text = tables.ranking().text();
        assertTrue(text.contains("39/40 PARTIAL"), text);
        assertTrue(text.contains("PARTIAL: figures cover only"), text);
        String latex = tables.ranking().latex();
        assertTrue(latex.contains("near\\_1 & 39/40 PARTIAL & "), latex);
        assertTrue(latex.contains("\\begin{tabular}{llrrr}"), latex);
        assertTrue(latex.contains("\\caption{" + tables.ranking().title() + "}"), latex);
        assertTrue(latex.indexOf("PARTIAL: figures cover only") > latex.indexOf("\\end{tabular}"), latex);
        assertFalse(new AnalysisTables(analysis(run("far", 0.4, 40))).ranking().text().contains("PARTIAL"));
        assertTrue(tables.csv().contains("\nsequence,s39,near_1,success,,,1,0,1\n"), tables.csv());
        assertEquals(1 + 2 * 3 * (1 + 2 + 40), tables.csv().lines().count());
    }

    @Test
    void theBestFigureOfWhatIsCompleteIsBoldInLatex() {
        String latex = new AnalysisTables(analysis(run("far", 0.4, 40), run("near", 0.1, 40), run("part", 0, 39))).ranking().latex();
        assertTrue(latex.matches("(?s).*\nnear & 40/40 & \\\\textbf\\{[^&]*\\} & .*"), latex);
        assertFalse(latex.matches("(?s).*\n(far|part) & [^\n]*textbf.*"), latex);
        assertFalse(new AnalysisTables(analysis(run("far", 0.4, 40))).ranking().latex().contains("textbf"));
    }

    @Test
    void metricsThatNothingWasMeasuredByCanBeLeftOut() {
        Analysis analysis = analysis(run("near", 0.1, 40));
        Analysis left = analysis.withoutEmptyMetrics();
        assertEquals(List.of("success", "average-overlap"), List.copyOf(left.metrics().keySet()));
        assertEquals(analysis.standings().get(0).scores().subList(0, 2), left.standings().get(0).scores());
    }

    @Test
    void attributesTakeTheirSequencesOnly() {
        Analysis analysis = analysis(run("near", 0.1, 40));
        assertEquals(Set.of("blur", "dark"), analysis.attributes().keySet());
        assertEquals(10, analysis.attributes().get("blur").size());
        double sum = 0;
        for (String name : analysis.attributes().get("blur")) {
            sum += analysis.score("near", "success", List.of(name)).value();
        }
        assertEquals(sum / 10, analysis.score("near", "success", analysis.attributes().get("blur")).value(), 1e-9);
    }

    @Test
    void repeatedRunsGiveTheMeanAndStudentsInterval() {
        Analysis analysis = analysis(run("t", 0.1, 40), run("t", 0.2, 40), run("t", 0.3, 40));
        List<String> names = SUBJECTS.stream().map(MeasuredSequence::name).toList();
        List<Double> each = new ArrayList<>();
        for (double shift : new double[] {0.1, 0.2, 0.3}) {
            each.add(analysis(run("t", shift, 40)).score("t", "success", names).value());
        }
        Score score = analysis.score("t", "success", names);
        double mean = (each.get(0) + each.get(1) + each.get(2)) / 3;
        double variance = each.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / 2;
        assertEquals(mean, score.value(), 1e-9);
        assertEquals(4.303 * Math.sqrt(variance / 3), score.interval(), 1e-9);
        assertEquals("120/120 in 3 runs", score.coverage());
        assertTrue(Double.isNaN(analysis(run("t", 0.1, 40)).score("t", "success", names).interval()));
    }

    @Test
    void theBootstrapIsPairedSeededAndTellsLeadsFromTies() {
        Analysis analysis = analysis(run("near", 0.10, 40), run("far", 0.25, 39), run("twin", 0.10, 40));
        List<PairedDifference> sure = analysis.compare("near", "far", 7);
        assertEquals(List.of("success", "average-overlap"), sure.stream().map(PairedDifference::metric).toList());
        PairedDifference success = sure.get(0);
        assertEquals(39, success.estimate().sequences());
        Estimate estimate = success.estimate();
        assertTrue(estimate.interval().low() > 0 && estimate.interval().low() < estimate.difference()
                && estimate.difference() < estimate.interval().high());
        assertEquals(2.0 / 10_001, estimate.p(), 1e-12);
        assertEquals(sure, analysis.compare("near", "far", 7));
        assertFalse(sure.equals(analysis.compare("near", "far", 8)));
        PairedDifference tie = analysis.compare("near", "twin", 7).get(0);
        assertEquals(0, tie.estimate().difference());
        assertEquals(1, tie.adjusted());
    }

    @Test
    void thereIsNoPForFewSequencesNorForSpeed() {
        Analysis few = analysis(run("near", 0.10, 4), run("far", 0.25, 4));
        assertTrue(Double.isNaN(few.compare("near", "far", 7).get(0).adjusted()));
        assertTrue(new AnalysisTables(few).differences(few.compare("near", "far", 7), 1).text().contains("No p for speed"));
        assertFalse(Double.isNaN(analysis(run("near", 0.10, 5), run("far", 0.25, 5)).compare("near", "far", 7).get(0).adjusted()));
        assertTrue(METRICS.get("frames-per-second").ofMachine());
    }

    @Test
    void marksAndRemarksStandInTheTables() {
        Analysis marked = analysis(run("near", 0.1, 3), run("far", 0.2, 2))
                .with(Map.of("far", "not retrained"), List.of("near is far")).withoutEmptyMetrics();
        AnalysisTables tables = new AnalysisTables(marked);
        assertTrue(tables.ranking().text().contains("far (not retrained)"), tables.ranking().text());
        assertTrue(tables.ranking().text().contains("near is far"), tables.ranking().text());
        String each = tables.sequences().text();
        assertTrue(each.contains("37 of 40 have no result") && each.contains("s2") && !each.contains("s3"), each);
    }

    @Test
    void namesThatWouldBeFormulasAreNone() {
        String csv = new AnalysisTables(analysis(run("=1+1", 0.1, 3))).csv();
        assertTrue(csv.contains("\nsequence,s1,'=1+1,success,"), csv);
    }

    @Test
    void aWrongNameIsAnsweredWithTheRightOne() {
        GladException wrong = assertThrows(GladException.class, () -> analysis(run("near", 0.1, 40)).runs("naer"));
        assertTrue(wrong.getMessage().contains("did you mean \"near\""), wrong.getMessage());
    }
}

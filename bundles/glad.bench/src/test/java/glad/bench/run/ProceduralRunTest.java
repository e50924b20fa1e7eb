package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.api.track.TrackerFactory;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.eval.metrics.DistancePrecision;
import glad.eval.metrics.FramesPerSecond;
import glad.eval.metrics.NormalisedPrecision;
import glad.eval.metrics.Success;
import glad.eval.report.Report;
import glad.media.internal.CorrelationTrackerFactory;
import glad.media.internal.CsrtTrackerFactory;
import glad.media.internal.StaticTrackerFactory;
import glad.runtime.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a data item, dataset to report, with trackers that need no weights. */
class ProceduralRunTest {

    private static final Map<String, Metric> METRICS = Map.of("success", new Success(), "precision", new DistancePrecision(),
            "normalised-precision", new NormalisedPrecision(), "frames-per-second", new FramesPerSecond());

    @Test
    void goesFromDatasetToReport(@TempDir Path temp) throws IOException {
        run(temp, 3, 24, 160, 120);
    }

    /** Makes a larger run in the folder named first. */
    public static void main(String[] args) throws IOException {
        new ProceduralRunTest().run(Path.of(args[0]), 6, 80, 320, 240);
    }

    private void run(Path folder, int count, int frames, int width, int height) throws IOException {
        Dataset dataset = new ProceduralDataset();
        ObjectNode options = new JsonMapper().createObjectNode().put("count", count).put("frames", frames)
                .put("width", width).put("height", height);
        SequenceSet set = dataset.open(null, dataset.options().read("dataset \"procedural\"", options));
        Map<String, TrackerFactory> references = new TreeMap<>(Map.of("static", new StaticTrackerFactory(),
                "correlation", new CorrelationTrackerFactory(), "csrt", new CsrtTrackerFactory()));
        Map<String, EvaluationResult> results = new TreeMap<>();
        references.forEach((id, factory) -> results.put(id, new Evaluation(RunFolder.open(folder.resolve(id)), id,
                progress -> { }).run(set, set.names(), Collections.nCopies(2, factory::create))));
        EvaluationResult own = results.remove("csrt");
        assertEquals(count + "/" + count + " sequences", own.coverage());
        for (Track track : own.tracks(Rules.GENERAL)) {
            assertEquals(frames, track.predicted().size());
            assertTrue(new Success().measure(track) > 0, track.sequence());
        }
        RunFolder runFolder = RunFolder.open(folder.resolve("csrt"));
        Provenance provenance = Provenance.now("glad evaluate csrt", "csrt", Placement.cpu(), Optional.empty(), Map.of());
        runFolder.write(provenance);
        Map<String, EvaluationResult> named = new LinkedHashMap<>();
        named.put("csrt", own);
        results.forEach(named::putIfAbsent);
        Path page = runFolder.path().resolve("report.html");
        Report.write(EvaluationReport.of("CSRT on procedural scenes", "Held-out scenes.",
                EvaluationReport.analysis("procedural", Rules.GENERAL, METRICS, named), "csrt", own, provenance, name -> Optional.empty(),
                name -> List.of(), List.of()), page);
        String html = Files.readString(page);
        for (Metric metric : METRICS.values()) {
            String figure = "%.1f".formatted(metric.measure(own.tracks(Rules.GENERAL)));
            assertTrue(html.contains("<div class=\"figure\">" + figure + "<"), metric.name());
        }
        assertEquals(count, html.split("src=\"data:image/jpeg;base64,", -1).length - 1);
    }
}

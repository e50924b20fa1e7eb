package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Box;
import glad.api.Image;
import glad.api.model.HeadFactory;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import glad.nn.weights.SafetensorsWriter;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** The commands that measure, with a tiny model of random weights on a few drawn frames. */
class EvaluateTest {

    private final BundleContext context = FrameworkUtil.getBundle(EvaluateTest.class).getBundleContext();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeExperiment() throws Exception {
        Path file = Files.writeString(folder.resolve("tiny.yaml"), """
                text: {id: none}
                diffusion: {id: none}
                backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2}
                fusion: {id: none}
                head: {id: center, channels: 16}
                template: {size: 32}
                search: {size: 64}
                weights: %s
                """.formatted(folder.resolve("tiny.safetensors")));
        Experiment tiny = TestBundles.service(context, Experiments.class).read(file.toString(), List.of());
        try (Model model = TestBundles.service(context, Composer.class).compose(tiny.model(), Placement.cpu())) {
            model.weights().save(folder.resolve("tiny.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
        }
    }

    private JsonNode evaluate(String tracker) throws Exception {
        String printed = Gogo.run(context, "glad:evaluate " + folder.resolve("tiny.yaml") + " --dataset procedural"
                + " --data-set count=2 --data-set frames=6 --trackers " + tracker + " --json --out " + folder.resolve("run"));
        return new JsonMapper().readTree(printed);
    }

    @Test
    void anEvaluationMeasuresReportsAndIsNotRepeated() throws Exception {
        JsonNode json = evaluate("static");
        JsonNode own = json.get("trackers").get("tiny");
        assertEquals("2/2", own.get("coverage").textValue());
        double success = own.get("metrics").get("success").get("value").doubleValue();
        assertTrue(success >= 0 && success <= 100, json.toString());
        assertTrue(json.get("trackers").get("static").get("metrics").get("precision").get("value").isNumber(), json.toString());
        assertTrue(Files.readString(folder.resolve("run/report.html")).contains("2/2"));
        assertTrue(Files.exists(folder.resolve("run/provenance.json")));
        Path result;
        try (Stream<Path> results = Files.list(folder.resolve("run/results"))) {
            result = results.sorted().findFirst().orElseThrow();
        }
        FileTime written = Files.getLastModifiedTime(result);
        assertEquals(success, evaluate("static").get("trackers").get("tiny").get("metrics").get("success").get("value").doubleValue());
        assertEquals(written, Files.getLastModifiedTime(result));
    }

    @Test
    void aTrackerThatABundleOffersIsComparedWith() throws Exception {
        TrackerFactory factory = new TrackerFactory() {

            @Override
            public String description() {
                return "a test's: the upper left corner, whatever the frame shows";
            }

            @Override
            public Tracker create() {
                return new CornerTracker();
            }
        };
        ServiceRegistration<TrackerFactory> offered = context.registerService(TrackerFactory.class, factory,
                new Hashtable<>(Map.of("glad.id", "test-corner")));
        try {
            JsonNode found = evaluate("test-corner").get("trackers").get("test-corner");
            assertEquals("2/2", found.get("coverage").textValue());
            assertTrue(found.get("metrics").get("success").get("value").doubleValue() < 50, found.toString());
            JsonNode alone = new JsonMapper().readTree(Gogo.run(context, "glad:evaluate test-corner --dataset procedural --data-set count=2"
                    + " --data-set frames=6 --json --out " + folder.resolve("alone")));
            assertEquals(found.at("/metrics/success"), alone.at("/trackers/test-corner/metrics/success"), alone.toString());
            assertTrue(Gogo.run(context, "glad:components test-corner").contains("from glad.tests: a test's: the upper left corner"));
        } finally {
            offered.unregister();
        }
        String gone = Gogo.run(context, "glad:evaluate " + folder.resolve("tiny.yaml") + " --dataset procedural --trackers test-corner");
        assertTrue(gone.startsWith("error: no tracker \"test-corner\": it was offered by bundle glad.tests until"), gone);
    }

    private static final class CornerTracker implements Tracker {

        @Override
        public TrackStep start(Image frame, Box box, String sentence) {
            return new TrackStep(box, 1);
        }

        @Override
        public TrackStep next(Image frame) {
            return new TrackStep(new Box(0, 0, 8, 8), 1);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** Not one of the platform's bundles, which all have a name that begins with {@code glad.}. */
    private static InputStream plugin(String version) throws IOException {
        return TestBundles.changed("part", headers -> {
            headers.putValue("Bundle-SymbolicName", "org.example.part");
            headers.putValue("Bundle-Version", version);
        });
    }

    @Test
    void aNewVersionOfAPluginsPartTakesNoResultsOfTheOld() throws Exception {
        Path file = folder.resolve("tiny.yaml");
        Files.writeString(file, Files.readString(file).replace("id: center, channels: 16", "id: test-fixed"));
        Bundle plugin;
        try (InputStream jar = plugin("1.0.0")) {
            plugin = context.installBundle("test:plugin", jar);
        }
        try {
            plugin.start();
            TestBundles.await(context, HeadFactory.class, "test-fixed", true);
            String line = "glad:evaluate " + file + " --weights random --dataset procedural --data-set count=1 --data-set frames=3 --out "
                    + folder.resolve("plugged");
            assertFalse(Gogo.run(context, line).startsWith("error"));
            assertFalse(Gogo.run(context, line).startsWith("error"));
            try (InputStream update = plugin("2.0.0")) {
                plugin.update(update);
            }
            TestBundles.await(context, HeadFactory.class, "test-fixed", true);
            String refused = Gogo.run(context, line);
            assertTrue(refused.contains("holds results of another run") && refused.contains("org.example.part"), refused);
        } finally {
            plugin.uninstall();
            TestBundles.await(context, HeadFactory.class, "test-fixed", false);
        }
    }

    @Test
    void aProfileCountsAndTimes() throws Exception {
        JsonNode json = new JsonMapper().readTree(
                Gogo.run(context, "glad:profile " + folder.resolve("tiny.yaml") + " --frames 3 --json"));
        assertTrue(json.get("parameters").get("backbone").longValue() > 10_000, json.toString());
        assertTrue(json.get("multiplyAdds").get("perFrame").longValue() > 100_000, json.toString());
        assertTrue(json.get("millisPerFrame").get("backbone").doubleValue() > 0, json.toString());
        assertTrue(json.get("framesPerSecond").doubleValue() > 0, json.toString());
    }
}

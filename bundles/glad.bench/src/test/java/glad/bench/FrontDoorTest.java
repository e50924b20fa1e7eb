package glad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.data.Sentences;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.bench.cues.FrameCues;
import glad.bench.cues.SequenceCues;
import glad.bench.data.DatasetCheck;
import glad.bench.data.Datasets;
import glad.bench.look.CueNotes;
import glad.bench.results.AnalysedGroup;
import glad.bench.results.ResultsAnalysis;
import glad.bench.run.Nano;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.eval.metrics.Success;
import glad.experiment.LoadedExperiment;
import glad.media.ImageFile;
import glad.runtime.FrameThreads;
import glad.runtime.Registries;
import glad.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do, asked for by a plain program. */
class FrontDoorTest {

    private static final Map<String, Metric> METRICS = Map.of("success", new Success());
    private static final List<String> OPTIONS = List.of("count=2", "frames=6");
    private static LoadedExperiment nano;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        nano = Nano.load();
    }

    @AfterAll
    static void close() {
        nano.close();
    }

    private Datasets datasets() {
        Registries registries = new Registries();
        registries.datasets().offer("procedural", new ProceduralDataset(), "test");
        return new Datasets(new Settings(folder.resolve("settings.yaml")), registries);
    }

    private EvaluationRun evaluated(SequenceSet set, List<String> steps) {
        EvaluationPlan plan = new EvaluationPlan("procedural", OPTIONS, set, set.names(), Optional.empty(),
                datasets().rules("procedural"), METRICS, List.of(), 1, false);
        EvaluationRun run = EvaluationRun.begin(plan, RunFolder.open(folder.resolve("run")), nano, Provenance.now("a test", nano));
        try (FrameThreads threads = FrameThreads.parse("1")) {
            run.run(List.of(nano), threads, (tracker, progress) -> steps.add(tracker));
        }
        return run;
    }

    @Test
    void anEvaluationsFiguresAreThoseOfItsResultsAnalysed() {
        SequenceSet set = datasets().open("procedural", null, OPTIONS);
        List<String> steps = new ArrayList<>();
        EvaluationRun run = evaluated(set, steps);
        assertEquals(12, steps.size());
        assertFalse(run.stopped());
        double success = run.analysis().score("glad-nano", "success", set.names()).value();
        assertTrue(success > 50 && success <= 100, "" + success);
        assertTrue(Files.exists(run.report("a title", "a description")));
        List<String> again = new ArrayList<>();
        assertEquals(success, evaluated(set, again).analysis().score("glad-nano", "success", set.names()).value());
        assertEquals(List.of(), again, "finished sequences aren't tracked again");
        ResultsAnalysis.Request request = new ResultsAnalysis.Request("procedural", List.of(folder.resolve("run")), Optional.empty(),
                List.of(), datasets().rules("procedural"), METRICS, false, 1);
        try (ResultsAnalysis results = ResultsAnalysis.open(datasets(), request, remark -> { })) {
            AnalysedGroup group = results.groups().get(0);
            assertEquals(success, group.analysis().score("glad-nano", "success", set.names()).value());
            assertEquals(List.of(), group.problems());
        }
        assertEquals(List.of(), new DatasetCheck("procedural", true, at -> { }).run(set, set.names()));
    }

    private Path frames() throws IOException {
        SequenceSet set = datasets().open("procedural", null, OPTIONS);
        Path frames = folder.resolve("frames");
        try (var images = set.sequence(set.names().get(0)).open()) {
            for (int i = 0; i < images.count(); i++) {
                ImageFile.write(images.frame(i), frames.resolve(String.format("%08d.png", i)));
            }
        }
        return frames;
    }

    @Test
    void aTrackThatIsStoppedGoesOnAndGivesTheSameBoxes() throws IOException {
        SequenceSet set = datasets().open("procedural", null, OPTIONS);
        Path frames = frames();
        Box box = set.sequence(set.names().get(0)).boxes().get(0);
        assertEquals(6, track(frames, box, "whole", 6).tracked());
        VideoTrack.Outcome stopped = track(frames, box, "parts", 3);
        assertFalse(stopped.ended());
        VideoTrack.Outcome rest = track(frames, box, "parts", 6);
        assertTrue(rest.ended() && !rest.before());
        assertEquals(Files.readString(folder.resolve("whole/boxes.txt")), Files.readString(folder.resolve("parts/boxes.txt")));
        assertTrue(track(frames, box, "parts", 6).before());
    }

    @Test
    void aSentenceThatChangesAppliesFromItsFrameOnAndAfterAStopToo() throws IOException {
        SequenceSet set = datasets().open("procedural", null, OPTIONS);
        Path frames = frames();
        Box box = set.sequence(set.names().get(0)).boxes().get(0);
        Sentences texts = new Sentences(List.of(new Sentences.Part(0, "the target"), new Sentences.Part(4, "a blue star")));
        track(frames, box, Sentences.of("the target"), "same", 6);
        assertEquals("a blue star", track(frames, box, texts, "changing", 6).whole().orElseThrow().at("/texts/1/text").asText());
        track(frames, box, texts, "stopped", 3);
        assertTrue(track(frames, box, texts, "stopped", 6).ended());
        List<String> changing = Files.readAllLines(folder.resolve("changing/boxes.txt"));
        List<String> same = Files.readAllLines(folder.resolve("same/boxes.txt"));
        assertEquals(same.subList(0, 4), changing.subList(0, 4));
        assertNotEquals(same.subList(4, 6), changing.subList(4, 6));
        assertEquals(changing, Files.readAllLines(folder.resolve("stopped/boxes.txt")));
        GladException refused = assertThrows(GladException.class, () -> track(frames, box, Sentences.of("the target"), "changing", 6));
        assertTrue(refused.getMessage().contains("text"), refused.getMessage());
    }

    @Test
    void aVideosCuesAreNotedAndShownAndItsBoxesAreThoseOfAnyTrack() throws IOException {
        SequenceSet set = datasets().open("procedural", null, OPTIONS);
        Path frames = frames();
        Box box = set.sequence(set.names().get(0)).boxes().get(0);
        track(frames, box, "plain", 6);
        Path out = folder.resolve("noted");
        VideoTrack.Request request = new VideoTrack.Request(frames, box, "the target", out, false, Optional.empty());
        try (VideoTrack track = new VideoTrack(request); FrameThreads threads = FrameThreads.parse("1")) {
            track.noteCues();
            assertTrue(track.run(nano, threads, "a test", (done, all, rate) -> {}).ended());
        }
        assertEquals(Files.readString(folder.resolve("plain/boxes.txt")), Files.readString(out.resolve("boxes.txt")));
        SequenceCues cues = SequenceCues.read(out, frames.getFileName().toString()).orElseThrow();
        assertEquals(List.of(0, 1, 3, 4, 5), cues.frames().stream().map(FrameCues::frame).toList());
        String page = Files.readString(out.resolve(VideoTrack.CUES));
        assertTrue(page.contains("score map of the search region, frames 1, 3, 4, 5") && page.contains("the target"), page.substring(0, 200));
        assertTrue(CueNotes.nothing(nano.experiment()).orElseThrow().contains("has neither words nor a memory"));
    }

    private VideoTrack.Outcome track(Path frames, Box box, String out, int until) throws IOException {
        return track(frames, box, Sentences.of("the target"), out, until);
    }

    /** Tracks until a number of frames is done. */
    private VideoTrack.Outcome track(Path frames, Box box, Sentences texts, String out, int until) throws IOException {
        VideoTrack.Request request = new VideoTrack.Request(frames, box, texts, folder.resolve(out), false, Optional.empty());
        try (VideoTrack track = new VideoTrack(request); FrameThreads threads = FrameThreads.parse("1")) {
            return track.run(nano, threads, "a test", (done, all, rate) -> {
                if (done == until && done < all) {
                    track.stop();
                }
            });
        }
    }
}

package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.ForwardingSequence;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.bench.cues.CueWord;
import glad.bench.cues.FrameCues;
import glad.bench.cues.SequenceCues;
import glad.eval.analysis.Analysis;
import glad.eval.metrics.NormalisedPrecision;
import glad.eval.metrics.Success;
import glad.eval.report.Report;
import glad.media.internal.StaticTrackerFactory;
import glad.runtime.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int FRAMES = 20;

    @TempDir
    Path temp;

    private final List<EvaluationProgress> heard = new ArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger closes = new AtomicInteger();

    private Tracker counting() {
        return new Tracker() {
            private Box box;

            @Override
            public TrackStep start(Image frame, Box given, String sentence) {
                assertTrue(sentence.startsWith("the bright square of "), sentence);
                starts.incrementAndGet();
                box = given;
                return new TrackStep(box, 1);
            }

            @Override
            public TrackStep next(Image frame) {
                box = new Box(box.x() + 1.5, box.y(), box.w(), box.h());
                return new TrackStep(box, 0.1 + 0.2);
            }

            @Override
            public void close() {
                closes.incrementAndGet();
            }
        };
    }

    private static Scenes scenes() {
        return new Scenes(NAMES, FRAMES, "", 0);
    }

    private List<Supplier<Tracker>> trackers(int count) {
        return Collections.nCopies(count, this::counting);
    }

    private EvaluationResult evaluate(Scenes scenes, String hash) {
        return new Evaluation(RunFolder.open(temp), hash, heard::add).run(scenes, NAMES, trackers(1));
    }

    private static SequenceCues cues() {
        float[] map = new float[16];
        map[5] = 0.7f;
        return new SequenceCues(List.of(
                new FrameCues(0, "bright square", List.of(new CueWord("bright", 0.9, null, null), new CueWord("square", 0.8, null, null)), 0, 0, 0,
                        new float[0], new float[0]),
                new FrameCues(3, "bright square", List.of(new CueWord("bright", 0.9, 0.25, 0.1), new CueWord("square", 0.8, 0.5, 0.2)), -4, 0, 48,
                        map, map)), List.of(2));
    }

    @Test
    void tracksEverySequenceAndReportsItsProgress() {
        EvaluationResult result = evaluate(scenes(), "t");
        assertEquals("3/3 sequences", result.coverage());
        assertEquals(100 * 20 / 21.0, new Success().measure(result.tracks(Rules.GENERAL)), 1e-4);
        assertEquals(3 * FRAMES, heard.size());
        EvaluationProgress last = heard.get(heard.size() - 1);
        assertEquals("c", last.sequence());
        assertEquals(3, last.sequenceNumber());
        assertEquals(3 * FRAMES, last.framesDone());
        assertEquals(3 * FRAMES, last.framesInAll());
        assertTrue(last.left().isZero() && last.framesPerSecond() > 0, last.toString());
    }

    @Test
    void severalWorkersGiveTheSameFilesAndCloseEveryTracker() throws IOException {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
        Scenes scenes = new Scenes(names, FRAMES, "", 0);
        EvaluationResult one = new Evaluation(RunFolder.open(temp.resolve("1")), "t", heard::add)
                .run(scenes, names, trackers(1));
        heard.clear();
        EvaluationResult three = new Evaluation(RunFolder.open(temp.resolve("3")), "t", heard::add)
                .run(scenes, names, trackers(3));
        assertEquals(names, three.outcomes().stream().map(SequenceOutcome::name).toList());
        assertEquals("7/7 sequences", one.coverage());
        assertEquals(14, closes.get());
        assertEquals(7 * FRAMES, heard.size());
        assertEquals(7 * FRAMES, heard.get(heard.size() - 1).framesDone());
        for (String name : names) {
            assertEquals(Files.readString(temp.resolve("1/results").resolve(name + ".csv")),
                    Files.readString(temp.resolve("3/results").resolve(name + ".csv")));
        }
    }

    @Test
    void aCallerInterruptedStopsAllWorkersAndKeepsWhatIsFinished() throws InterruptedException {
        Thread caller = Thread.currentThread();
        Evaluation evaluation = new Evaluation(RunFolder.open(temp), "t", progress -> {
            if (progress.framesDone() == FRAMES + 5) {
                caller.interrupt();
            }
        });
        EvaluationResult part = evaluation.run(scenes(), NAMES, List.of(() -> slow(counting()), () -> slow(counting())));
        assertTrue(Thread.interrupted());
        assertTrue(part.stopped());
        assertTrue(part.missing().size() > 0, part.coverage());
        assertEquals(starts.get(), closes.get());
    }

    /** Waits a little in each frame, so that an interrupt comes between. */
    private static Tracker slow(Tracker tracker) {
        return new Tracker() {
            @Override
            public TrackStep start(Image frame, Box given, String sentence) {
                return tracker.start(frame, given, sentence);
            }

            @Override
            public TrackStep next(Image frame) {
                LockSupport.parkNanos(1_000_000);
                return tracker.next(frame);
            }

            @Override
            public void close() {
                tracker.close();
            }
        };
    }

    @Test
    void computesNothingTwiceForTheSameContent() {
        EvaluationResult first = evaluate(scenes(), "t");
        EvaluationResult again = evaluate(scenes(), "t");
        assertEquals(3, starts.get());
        assertTrue(again.outcomes().stream().allMatch(SequenceOutcome::reused));
        assertEquals(first.outcomes().stream().map(SequenceOutcome::result).toList(),
                again.outcomes().stream().map(SequenceOutcome::result).toList());
        evaluate(scenes(), "another tracker");
        assertEquals(6, starts.get());
        evaluate(new Scenes(NAMES, FRAMES - 1, "", 0), "another tracker");
        assertEquals(9, starts.get());
    }

    @Test
    void goesOnAfterASequenceThatFailsAndNamesIt() {
        EvaluationResult result = new Evaluation(RunFolder.open(temp), "t", heard::add)
                .run(new Scenes(NAMES, FRAMES, "b", 7), List.of("a", "b", "gone", "c"), trackers(1));
        assertEquals("2/4 sequences", result.coverage());
        assertEquals(List.of("b", "gone"), result.missing().stream().map(SequenceOutcome::name).toList());
        assertEquals("frame 7 can't be read", result.outcomes().get(1).problem());
        assertEquals("annotations of \"gone\" are damaged", result.outcomes().get(2).problem());
        assertFalse(result.stopped());
        assertFalse(Files.exists(temp.resolve("results").resolve("b.csv")));
    }

    @Test
    void stopsWhenInterruptedAndGoesOnLater() {
        Evaluation interrupted = new Evaluation(RunFolder.open(temp), "t", progress -> {
            if (progress.sequence().equals("b") && progress.frame() == 5) {
                Thread.currentThread().interrupt();
            }
        });
        EvaluationResult part = interrupted.run(scenes(), NAMES, trackers(1));
        assertTrue(Thread.interrupted());
        assertTrue(part.stopped());
        assertEquals("1/3 sequences", part.coverage());
        assertEquals("not finished: the evaluation was stopped", part.outcomes().get(1).problem());
        assertEquals("not reached: the evaluation was stopped", part.outcomes().get(2).problem());
        EvaluationResult rest = evaluate(scenes(), "t");
        assertEquals("3/3 sequences", rest.coverage());
        assertEquals(List.of(true, false, false), rest.outcomes().stream().map(SequenceOutcome::reused).toList());
    }

    @Test
    void becomesAReportWithFilmStripsBesideReferenceTrackers() throws IOException {
        EvaluationResult own = evaluate(scenes(), "t");
        EvaluationResult still = new Evaluation(RunFolder.open(temp.resolve("static")), "static", heard::add)
                .run(scenes(), NAMES, List.of(new StaticTrackerFactory()::create));
        double stillBox = new NormalisedPrecision().measure(still.tracks(Rules.GENERAL));
        assertTrue(stillBox < 50, "normalised precision of a box that stays: " + stillBox);
        Provenance provenance =
                Provenance.now("glad evaluate", "walk", Placement.cpu(), Optional.empty(), Map.of("nano.safetensors", "00ff"));
        Path page = temp.resolve("report.html");
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("success", new Success());
        metrics.put("normalised-precision", new NormalisedPrecision());
        Map<String, EvaluationResult> results = new LinkedHashMap<>();
        results.put("t", own);
        results.put("static box", still);
        Analysis analysis = EvaluationReport.analysis("walks", Rules.GENERAL, metrics, results);
        Report.write(EvaluationReport.of("Walks", "Three walks.", analysis, "t", own, provenance,
                name -> name.equals("a") ? Optional.of(cues()) : Optional.empty(), name -> List.of(), List.of(own)), page);
        String html = Files.readString(page);
        assertTrue(html.contains("second template taken anew after frames 2") && html.contains("--t:0.90\">bright<small>0.90</small>"), html);
        assertTrue(html.contains("frame 3 looks at") && html.contains("--t:1.00\">square<small>0.50</small>"), html);
        assertTrue(html.contains(" instead: frames 0, "), html);
        assertEquals(2 * NAMES.size() + 2, html.split("src=\"data:image/jpeg;base64,", -1).length - 1);
        assertTrue(html.contains("the bright square of b"));
        assertTrue(html.contains("static box"));
        assertTrue(html.contains("<td>glad evaluate</td>"));
        assertTrue(html.contains("weights nano.safetensors"));
    }

    @Test
    void whatWasToldWhenIsKeptAndShownAndDecidesResults() throws IOException {
        List<String> told = new ArrayList<>();
        Tracker listening = new Tracker() {

            private Box box;

            @Override
            public TrackStep start(Image frame, Box given, String sentence) {
                box = given;
                return new TrackStep(box, 1);
            }

            @Override
            public void tell(String sentence) {
                told.add(sentence);
            }

            @Override
            public TrackStep next(Image frame) {
                return new TrackStep(box, 1);
            }

            @Override
            public void close() {}
        };
        EvaluationResult result = new Evaluation(RunFolder.open(temp), "h", p -> { })
                .run(changing(4, "it turns, then waits"), List.of("a"), List.of(() -> listening));
        assertEquals(List.of("it turns, then waits"), told);
        assertEquals(List.of("frame,sentence", "0,\"the bright square of a\"", "4,\"it turns, then waits\""),
                Files.readAllLines(temp.resolve("sentences/a.csv")));
        Analysis analysis = EvaluationReport.analysis("scenes", Rules.OFFICIAL, Map.of("success", new Success()), Map.of("t", result));
        assertEquals("the bright square of a; from frame 4: it turns, then waits", EvaluationReport
                .of("t", "", analysis, "t", result, Provenance.now("glad evaluate", "t", Placement.cpu(), Optional.empty(), Map.of()),
                        name -> Optional.empty(), name -> List.of(), List.of()).sequences().get(0).sentence());
        for (int frame : new int[] {4, 5}) {
            assertEquals(frame == 4, new Evaluation(RunFolder.open(temp), "h", p -> { })
                    .run(changing(frame, "it turns, then waits"), List.of("a"), List.of(() -> listening)).outcomes().get(0).reused());
        }
        // A tracker that reads a sentence at the start only is refused, instead of measured as if it had heard the others.
        assertTrue(new Evaluation(RunFolder.open(temp.resolve("deaf")), "h", p -> { }).run(changing(4, "x"), List.of("a"), trackers(1))
                .outcomes().get(0).problem().contains("can't be told another sentence"));
    }

    private static SequenceSet changing(int frame, String sentence) {
        return new SequenceSet() {

            @Override
            public List<String> names() {
                return List.of("a");
            }

            @Override
            public Sequence sequence(String name) {
                return new ForwardingSequence(scenes().sequence(name)) {

                    @Override
                    public Sentences sentences() {
                        return new Sentences(List.of(new Sentences.Part(0, sentence()), new Sentences.Part(frame, sentence)));
                    }
                };
            }
        };
    }
}

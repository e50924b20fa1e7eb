package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.track.TrackStep;
import glad.media.Crop;
import glad.testing.DetFill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sessions of a model with words, memory and two templates keep, share and forget. */
class ContextSessionTest {

    private static final Box START = new Box(40, 30, 20, 16);
    /** Every second frame may give a template, whatever its confidence. */
    private static final TrackerSettings OFTEN =
            new TrackerSettings(2, 4, 10, true, Crop.Padding.BLACK, 0, false, new TemplateUpdate(2, 0, 0));

    private static Model model;

    @BeforeAll
    static void compose() {
        model = make("'memory': 'seen'", "");
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Model make(String words, String memory) {
        return TinyGlad.filled(TinyGlad.context(words, memory));
    }

    private static List<TrackStep> track(Session session, String sentence, int first, int frames) {
        List<TrackStep> steps = new ArrayList<>(List.of(session.start(TinyGlad.frame(first), START, sentence)));
        IntStream.range(1, frames).forEach(i -> steps.add(session.next(TinyGlad.frame(first + i))));
        return steps;
    }

    private static List<TrackStep> alone(String sentence, int first, int frames) {
        try (Session session = new Session(model, OFTEN, 0)) {
            return track(session, sentence, first, frames);
        }
    }

    private static int live() {
        return model.manager().getManagedArrays().size();
    }

    @Test
    void theMemoryDecidesWhatLaterFramesFindAndSoDoTemplates() {
        TrackerSettings never = TrackerSettings.official();
        try (Session often = new Session(model, OFTEN, 0); Session once = new Session(model, never, 0)) {
            assertTrue(once.remembers());
            List<TrackStep> updated = track(often, "a red box", 0, 5);
            List<TrackStep> kept = track(once, "a red box", 0, 5);
            assertEquals(kept.subList(0, 3), updated.subList(0, 3));
            assertNotEquals(kept.get(3), updated.get(3));
            assertEquals(2, often.templatesTaken());
            assertEquals(0, once.templatesTaken());
            // The same frame again finds something else, because the memory has gone on.
            try (NDManager scope = model.manager().newSubManager()) {
                float[] before = once.look(TinyGlad.frame(9), scope).pass().prediction().score().toFloatArray();
                once.next(TinyGlad.frame(9));
                assertFalse(Arrays.equals(before, once.look(TinyGlad.frame(9), scope).pass().prediction().score().toFloatArray()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sessionsOfABatchFindWhatTheyFindAlone(int lanes) throws Exception {
        List<List<TrackStep>> expected = List.of(alone("a red box", 0, 7), alone("box", 20, 7), alone("", 40, 4));
        int before = live();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (SessionBatch batch = new SessionBatch(model, OFTEN, lanes)) {
            List<Future<List<TrackStep>>> tracks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String sentence = List.of("a red box", "box", "").get(i);
                int first = 20 * i;
                int frames = expected.get(i).size();
                Session session = batch.open(0);
                tracks.add(threads.submit(() -> {
                    try (session) {
                        return track(session, sentence, first, frames);
                    }
                }));
            }
            for (int i = 0; i < 3; i++) {
                close(expected.get(i), tracks.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(before, live());
    }

    private static void close(List<TrackStep> expected, List<TrackStep> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).box().x(), actual.get(i).box().x(), 1e-2, "frame " + i);
            assertEquals(expected.get(i).box().w(), actual.get(i).box().w(), 1e-2, "frame " + i);
            assertEquals(expected.get(i).confidence(), actual.get(i).confidence(), 1e-4, "frame " + i);
        }
    }

    @Test
    void aPoisonedNeighbourInABatchChangesNothing() {
        try (NDManager scope = model.manager().newSubManager()) {
            TextFeatures text = model.text().encode(List.of("a red box", "box"), scope);
            NDArray image = DetFill.uniform(scope, "template", 2, 2, 3, 128, 128);
            Template both = new Template(image, scope.create(new float[] {.5f, .5f, .5f, .4f, .5f, .5f, .3f, .5f}, new Shape(2, 4)));
            Template first = new Template(image.get("0:1"), both.box().get("0:1"));
            TextFeatures one = new TextFeatures(text.tokens().get("0:1"), text.mask().get("0:1"));
            NDArray search = DetFill.uniform(scope, "search", 2, 2, 3, 64, 64);
            TargetState alone = model.pass().target(first, one, one, null, new StageTimes());
            TargetState together = model.pass().target(both, text, text, null, new StageTimes());
            FramePass a = model.pass().step(alone, model.pass().start(1, scope), search.get("0:1"), null, new StageTimes());
            FramePass b = model.pass().step(together, model.pass().start(2, scope), search, null, new StageTimes());
            NDList poisoned = new NDList(b.memory().stream().map(array -> array.get("0:1")
                    .concat(scope.full(array.get("1:").getShape(), Float.NaN), 0)).toList());
            NDArray worse = search.get("0:1").concat(scope.full(new Shape(1, 3, 64, 64), Float.POSITIVE_INFINITY), 0);
            FramePass next = model.pass().step(alone, a.memory(), search.get("0:1"), null, new StageTimes());
            FramePass beside = model.pass().step(together, poisoned, worse, null, new StageTimes());
            double[] expected = next.prediction().score().toType(DataType.FLOAT64, true).toDoubleArray();
            double[] actual = beside.prediction().score().get("0:1").toType(DataType.FLOAT64, true).toDoubleArray();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], actual[i], 1e-5);
            }
        }
    }

    @Test
    void aCorrectionForgetsTheMemoryAndTheSecondTemplate() {
        try (Session corrected = new Session(model, OFTEN, 0); Session fresh = new Session(model, OFTEN, 0)) {
            track(corrected, "a red box", 0, 6);
            fresh.start(TinyGlad.frame(0), START, "a red box");
            int before = live();
            corrected.correct(START);
            // As right after the start, but that frames go on being counted.
            assertEquals(fresh.next(TinyGlad.frame(7)), corrected.next(TinyGlad.frame(7)));
            assertTrue(live() <= before);
        }
    }

    /** Tracks seven frames, told another sentence before the third and the first one again before the sixth. */
    private static List<TrackStep> changing(Session session, int first) {
        List<TrackStep> steps = new ArrayList<>(track(session, "a red box", first, 3));
        session.tell("box");
        IntStream.range(3, 6).forEach(i -> steps.add(session.next(TinyGlad.frame(first + i))));
        session.tell("a red box");
        steps.add(session.next(TinyGlad.frame(first + 6)));
        return steps;
    }

    @Test
    void anotherSentenceAppliesFromTheNextFrameOnAndIsReadOnce() {
        List<TrackStep> same = alone("a red box", 0, 7);
        List<TrackStep> other = alone("box", 0, 7);
        try (Session session = new Session(model, OFTEN, 0)) {
            List<TrackStep> told = changing(session, 0);
            assertEquals(2, session.times().count(Stage.TEXT));
            assertEquals(same.subList(0, 3), told.subList(0, 3));
            assertNotEquals(same.get(3), told.get(3));
            assertNotEquals(other.get(3), told.get(3)); // box, memory and templates stay
            assertEquals(3, session.templatesTaken());
            assertEquals(told, changing(session, 0));
            assertEquals(same, track(session, "a red box", 0, 7));
            session.start(TinyGlad.frame(0), START, "a red box");
            int started = live();
            session.tell("box");
            int heard = live();
            assertTrue(started < heard);
            session.tell("a red box");
            session.tell("box");
            assertEquals(heard, live());
            session.start(TinyGlad.frame(0), START, "a red box");
            assertEquals(started, live());
        }
        try (Session session = new Session(model, OFTEN, 0)) {
            assertThrows(IllegalStateException.class, () -> session.tell("box"));
        }
    }

    @Test
    void aCorrectionKeepsTheSentenceThatApplies() {
        try (Session corrected = new Session(model, OFTEN, 0); Session fresh = new Session(model, OFTEN, 0)) {
            track(corrected, "a red box", 0, 6);
            corrected.tell("box");
            corrected.correct(START);
            fresh.start(TinyGlad.frame(0), START, "box");
            assertEquals(fresh.next(TinyGlad.frame(7)), corrected.next(TinyGlad.frame(7)));
        }
    }

    @Test
    void sessionsOfABatchAreToldEachForItself() throws Exception {
        List<TrackStep> same = alone("a red box", 20, 7);
        List<TrackStep> expected;
        try (Session session = new Session(model, OFTEN, 0)) {
            expected = changing(session, 0);
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SessionBatch batch = new SessionBatch(model, OFTEN, 1); Session one = batch.open(0); Session two = batch.open(0)) {
            Future<List<TrackStep>> told = threads.submit(() -> {
                try (one) {
                    return changing(one, 0);
                }
            });
            Future<List<TrackStep>> untold = threads.submit(() -> {
                try (two) {
                    return track(two, "a red box", 20, 7);
                }
            });
            close(expected, told.get());
            close(same, untold.get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void featuresOfTheDiffusionModuleAreMadeOfTheNewSentenceToo() {
        ModelSpec full = TinyGlad.spec();
        try (Model fused = new Composer(TinyGlad.parts()).compose(full, Placement.cpu());
                Session session = new Session(fused, OFTEN, 3); Session other = new Session(fused, OFTEN, 3)) {
            session.start(TinyGlad.frame(0), START, "a red box");
            session.tell("box");
            other.start(TinyGlad.frame(0), START, "box");
            assertEquals(other.next(TinyGlad.frame(1)), session.next(TinyGlad.frame(1)));
            assertEquals(2, session.times().count(Stage.DIFFUSION));
        }
    }

    @Test
    void aRestartIsClean() {
        List<TrackStep> once = alone("a red box", 0, 5);
        try (Session session = new Session(model, OFTEN, 0)) {
            track(session, "box", 20, 6);
            assertEquals(once, track(session, "a red box", 0, 5));
        }
    }

    @Test
    void sentencesAndRefusedSentencesLeaveNothingBehind() {
        try (Session session = new Session(model, OFTEN, 0)) {
            track(session, "a red box", 0, 5);
            int before = live();
            track(session, "", 0, 5);
            assertEquals(before, live());
            assertThrows(GladException.class, () -> session.start(TinyGlad.frame(0), new Box(1, 1, 0, 0), ""));
        }
    }

    @Test
    void aHundredFramesKeepTheNumberOfLiveArraysConstant() {
        try (Session session = new Session(model, OFTEN, 0)) {
            track(session, "a red box", 0, 4);
            int before = live();
            for (int i = 0; i < 100; i++) {
                session.next(TinyGlad.frame(i % 50));
                assertEquals(before, live(), "frame " + i);
            }
            assertEquals(51, session.templatesTaken());
        }
    }

    @Test
    void generativeFusionGoesBeforeWordsAndMemory() {
        ModelSpec full = TinyGlad.spec();
        ModelSpec spec = TinyGlad.context("'memory': 'seen'", "").with(PartKind.DIFFUSION, full.diffusion()).with(PartKind.FUSION, full.fusion());
        try (Model fused = new Composer(TinyGlad.parts()).compose(spec, Placement.cpu());
                Session session = new Session(fused, OFTEN, 0); Session other = new Session(fused, OFTEN, 1)) {
            List<TrackStep> steps = track(session, "a red box", 0, 5);
            for (int i = 1; i < steps.size(); i++) {
                SwapsTest.assertSensible(i, steps.get(i));
            }
            assertEquals(2, session.templatesTaken());
            // Another seed draws other noise for the diffusion module.
            assertNotEquals(steps, track(other, "a red box", 0, 5));
        }
    }

    @Test
    void aBackboneWithoutClassTokenAndSecondTemplateHasWordsAndMemoryToo() {
        ModelSpec spec = TinyGlad.context("", "").with(PartKind.BACKBONE, TinyGlad.spec().backbone());
        try (Model plain = new Composer(TinyGlad.parts()).compose(spec, Placement.cpu()); Session session = new Session(plain, OFTEN, 0)) {
            List<TrackStep> steps = track(session, "a red box", 0, 5);
            SwapsTest.assertSensible(4, steps.get(4));
            assertEquals(0, session.templatesTaken());
            assertEquals(steps, track(session, "a red box", 0, 5));
        }
    }

    @Test
    void updatesThatCantBeAreRefused() {
        for (double[] wrong : new double[][] {{-1, 0.5, 0}, {1, 1.5, 0}, {1, Double.NaN, 0}, {1, 0.5, -1}}) {
            GladException e = assertThrows(GladException.class, () -> new TemplateUpdate((int) wrong[0], wrong[1], (int) wrong[2]));
            assertEquals(2, e.exitCode());
        }
        TemplateUpdate until = new TemplateUpdate(25, 0.8, 500);
        assertTrue(until.due(475, 0.81));
        assertFalse(until.due(475, 0.8) || until.due(476, 0.9) || until.due(500, 0.9));
    }
}

package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.model.PartFactory;
import glad.api.track.TrackStep;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.media.Crop;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    private static final Box START = new Box(40, 30, 20, 16);

    private static Model model;
    private static Model plain;

    @BeforeAll
    static void compose() {
        model = TinyGlad.golden();
        plain = new Composer(TinyGlad.parts()).compose(TinyGlad.plain(), Placement.cpu());
    }

    @AfterAll
    static void close() {
        model.close();
        plain.close();
    }

    private static List<Box> track(Model model, String sentence, long seed) {
        List<Box> boxes = new ArrayList<>();
        try (Session session = new Session(model, TrackerSettings.official(), seed)) {
            boxes.add(session.start(TinyGlad.frame(0), START, sentence).box());
            for (int i = 1; i < 5; i++) {
                boxes.add(session.next(TinyGlad.frame(i)).box());
            }
        }
        return boxes;
    }

    @Test
    void aRunRepeatsBitForBitAndAnotherSeedOrSentenceChangesIt() {
        List<Box> first = track(model, "a red box", 3);
        assertEquals(first, track(model, "a red box", 3));
        assertNotEquals(first, track(model, "a red box", 4));
        assertNotEquals(first, track(model, "box", 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void sessionsOfABatchFindWhatTheyFindAlone(int lanes) throws Exception {
        List<Box> alone = track(model, "a red box", 3);
        List<Box> other = track(model, "box", 4);
        int before = live(model.manager());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (SessionBatch batch = new SessionBatch(model, TrackerSettings.official(), lanes)) {
            List<Future<List<Box>>> tracks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String sentence = i == 1 ? "box" : "a red box";
                Session session = batch.open(i == 1 ? 4 : 3);
                int frames = i == 2 ? 3 : 5; // one ends before the others
                tracks.add(threads.submit(() -> {
                    try (session) {
                        List<Box> boxes = new ArrayList<>(List.of(session.start(TinyGlad.frame(0), START, sentence).box()));
                        for (int f = 1; f < frames; f++) {
                            boxes.add(session.next(TinyGlad.frame(f)).box());
                        }
                        return boxes;
                    }
                }));
            }
            close(alone, tracks.get(0).get());
            close(other, tracks.get(1).get());
            close(alone.subList(0, 3), tracks.get(2).get());
        } finally {
            threads.shutdownNow();
        }
        assertEquals(before, live(model.manager()));
    }

    private static void close(List<Box> expected, List<Box> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).x(), actual.get(i).x(), 1e-3);
            assertEquals(expected.get(i).y(), actual.get(i).y(), 1e-3);
            assertEquals(expected.get(i).w(), actual.get(i).w(), 1e-3);
            assertEquals(expected.get(i).h(), actual.get(i).h(), 1e-3);
        }
    }

    @Test
    void aSessionOfABatchThatFailsLetsTheOthersGoOn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SessionBatch batch = new SessionBatch(model, TrackerSettings.official(), 1);
                Session first = batch.open(0); Session second = batch.open(0)) {
            first.start(TinyGlad.frame(0), START, "");
            second.start(TinyGlad.frame(0), START, "");
            Future<TrackStep> waits = threads.submit(() -> first.next(TinyGlad.frame(1)));
            assertThrows(TimeoutException.class, () -> waits.get(200, TimeUnit.MILLISECONDS));
            second.close();
            assertTrue(waits.get(10, TimeUnit.SECONDS).box().isValid());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theEmptySentenceIsTheSameAsBlanks() {
        assertEquals(track(model, "", 3), track(model, "  ", 3));
    }

    @Test
    void tracksWithoutLanguageAndDiffusion() {
        List<Box> boxes = track(plain, "a red box", 3);
        assertEquals(START, boxes.get(0));
        for (Box box : boxes) {
            assertTrue(box.isValid() && box.x() >= 0 && box.x() + box.w() <= 96 + 1e-9, box.toString());
        }
    }

    @Test
    void aHundredFramesKeepTheNumberOfLiveArraysConstant() {
        try (Session session = new Session(model, TrackerSettings.official(), 0)) {
            session.start(TinyGlad.frame(0), START, "a red box");
            session.next(TinyGlad.frame(1));
            int before = live(model.manager());
            for (int i = 2; i < 102; i++) {
                session.next(TinyGlad.frame(i % 50));
                assertEquals(before, live(model.manager()), "frame " + i);
            }
        }
    }

    @Test
    void startingAgainKeepsNothingOfTheTargetBefore() {
        try (Session session = new Session(model, TrackerSettings.official(), 0)) {
            session.start(TinyGlad.frame(0), START, "a red box");
            Box once = session.next(TinyGlad.frame(1)).box();
            int before = live(model.manager());
            session.start(TinyGlad.frame(2), new Box(5, 5, 30, 30), "box");
            session.start(TinyGlad.frame(0), START, "a red box");
            assertEquals(once, session.next(TinyGlad.frame(1)).box());
            assertEquals(before, live(model.manager()));
        }
    }

    @Test
    void aClosedSessionLeavesNothingInItsModel() {
        track(model, "a red box", 0);
        int before = live(model.manager());
        try (Session session = new Session(model, TrackerSettings.official(), 1)) {
            session.start(TinyGlad.frame(0), START, "a red box");
            assertTrue(live(model.manager()) > before);
        }
        assertEquals(before, live(model.manager()));
    }

    /** Counts the arrays of a manager and of all below it. */
    private static int live(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    @Test
    void aPartReplacedDuringASessionComesWithTheNextModelOnly() {
        Parts parts = TinyGlad.parts();
        Composer composer = new Composer(parts);
        PartFactory<?> old = parts.factory(PartKind.BACKBONE, "mae-vit");
        try (Model model = composer.compose(TinyGlad.plain(), Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 0);
                Session undisturbed = new Session(model, TrackerSettings.official(), 0)) {
            session.start(TinyGlad.frame(0), START, "");
            undisturbed.start(TinyGlad.frame(0), START, "");
            MaeVitFactory update = new MaeVitFactory();
            parts.offer(PartKind.BACKBONE, "mae-vit", update, "new");
            parts.withdraw(PartKind.BACKBONE, old);
            parts.withdraw(PartKind.BACKBONE, update);
            assertEquals(undisturbed.next(TinyGlad.frame(1)), session.next(TinyGlad.frame(1)));
            GladException e = assertThrows(GladException.class,
                    () -> composer.compose(TinyGlad.plain(), Placement.cpu()));
            assertTrue(e.getMessage().contains("offered by bundle new until"), e.getMessage());
        }
    }

    @Test
    void badBoxesAreRefused() {
        try (Session session = new Session(plain, TrackerSettings.official(), 0)) {
            GladException outside = assertThrows(GladException.class,
                    () -> session.start(TinyGlad.frame(0), new Box(96, 10, 20, 20), ""));
            assertEquals(2, outside.exitCode());
            assertTrue(outside.getMessage().contains("\"96.0,10.0,20.0,20.0\" lies outside the frame of 96x80"),
                    outside.getMessage());
            for (Box box : List.of(new Box(10, 10, 0, 5), new Box(10, 10, 5, -1), new Box(Double.NaN, 1, 2, 2))) {
                GladException e = assertThrows(GladException.class, () -> session.start(TinyGlad.frame(0), box, ""));
                assertTrue(e.getMessage().contains("has no size"), e.getMessage());
            }
            assertThrows(IllegalStateException.class, () -> session.next(TinyGlad.frame(0)));
        }
    }

    @Test
    void aFailedStartLeavesNoTargetToTrack() {
        try (Session session = new Session(plain, TrackerSettings.official(), 0)) {
            session.start(TinyGlad.frame(0), START, "");
            assertThrows(GladException.class, () -> session.start(TinyGlad.frame(0), new Box(0, 0, 0, 0), ""));
            assertThrows(IllegalStateException.class, () -> session.next(TinyGlad.frame(1)));
        }
    }

    @Test
    void closingTheModelEndsItsSessions() {
        Model brief = new Composer(TinyGlad.parts()).compose(TinyGlad.plain(), Placement.cpu());
        try (Session session = new Session(brief, TrackerSettings.official(), 0)) {
            session.start(TinyGlad.frame(0), START, "");
            brief.close();
            assertThrows(IllegalStateException.class, () -> session.next(TinyGlad.frame(1)));
        }
    }

    @Test
    void sizeSmoothingKeepsAShareOfThePreviousSize() {
        Box free = second(TinyGlad.frame(1), 0, false);
        Box smooth = second(TinyGlad.frame(1), 0.75, false);
        assertEquals(0.25 * free.w() + 0.75 * START.w(), smooth.w(), 1e-6);
        assertEquals(0.25 * free.h() + 0.75 * START.h(), smooth.h(), 1e-6);
    }

    @Test
    void sizeCalibrationMakesTheFirstFrameGiveTheGivenSizeUpToAHalfMore() {
        Box free = second(TinyGlad.frame(0), 0, false);
        Box calibrated = second(TinyGlad.frame(0), 0, true);
        assertNotEquals(free.w(), calibrated.w());
        assertEquals(free.w() * Math.max(1 / 1.5, Math.min(1.5, START.w() / free.w())), calibrated.w(), 1e-4);
        assertEquals(free.h() * Math.max(1 / 1.5, Math.min(1.5, START.h() / free.h())), calibrated.h(), 1e-4);
    }

    private static Box second(Image frame, double smoothing, boolean calibrated) {
        TrackerSettings settings = new TrackerSettings(2, 1, 1, true, Crop.Padding.MEAN, smoothing, calibrated);
        try (Session session = new Session(model, settings, 0)) {
            session.start(TinyGlad.frame(0), START, "");
            return session.next(frame).box();
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(GladException.class, () -> new TrackerSettings(0, 4, 10, true, Crop.Padding.BLACK, 0, false));
        assertThrows(GladException.class, () -> new TrackerSettings(2, 4, 10, true, Crop.Padding.BLACK, 1, false));
        assertThrows(GladException.class, () -> new TrackerSettings(2, 4, 0, true, Crop.Padding.BLACK, 0, false));
    }

    @Test
    void aCorrectedBoxIsWhereTheNextSearchBegins() {
        try (Session session = new Session(model, TrackerSettings.official(), 0)) {
            assertThrows(IllegalStateException.class, () -> session.correct(START));
            session.start(TinyGlad.frame(0), START, "a red box");
            TrackStep once = session.next(TinyGlad.frame(1));
            session.correct(START);
            assertEquals(once, session.next(TinyGlad.frame(1)));
            assertThrows(GladException.class, () -> session.correct(new Box(1, 1, 0, 5)));
        }
    }

    @Test
    void everyStageThatTheModelHasIsTimed() {
        try (Session session = new Session(model, TrackerSettings.official(), 0)) {
            session.start(TinyGlad.frame(0), START, "a red box");
            session.next(TinyGlad.frame(1));
            for (Stage stage : EnumSet.complementOf(EnumSet.of(Stage.CACHE, Stage.WORDS, Stage.MEMORY))) {
                assertTrue(session.times().millis(stage) > 0, stage + " has no time");
            }
            session.times().reset();
            assertEquals(0, session.times().count(Stage.CROP));
        }
    }
}

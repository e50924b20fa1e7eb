package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import glad.api.Box;
import glad.api.track.TrackStep;
import glad.media.Crop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker whose sentence has no other way to the boxes than the template that the diffusion module restores. */
class RestoredTemplateTest {

    private static final Box START = new Box(30, 30, 24, 16);
    private static final TrackerSettings OFTEN =
            new TrackerSettings(2, 4, 10, true, Crop.Padding.BLACK, 0, false, new TemplateUpdate(2, 0, 0));

    @TempDir
    Path temp;

    private static Model model(int guidance) {
        ModelSpec full = TinyGlad.spec();
        PartSpec none = PartSpec.of("none");
        PartSpec diffusion = TinyGlad.part("sd-lcm", "{'unet_channels': [20, 40, 40, 40], 'heads': 4, 'groups': 10, 'vae_channels': [8, 16, 16, 16],"
                + " 'vae_groups': 4, 'half': false, 'predicts': 'clean', 'restore': " + guidance + "}");
        return TinyGlad.filled(new ModelSpec(full.text(), diffusion,
                TinyGlad.part("atc-itpn", "{'dim': 48, 'heads': 4, 'depths': [1, 1, 2]}"), none, full.head(), 128, 64));
    }

    private static List<TrackStep> track(Session session, String sentence, int frames) {
        List<TrackStep> steps = new ArrayList<>(List.of(session.start(TinyGlad.frame(0), START, sentence)));
        IntStream.range(1, frames).forEach(i -> steps.add(session.next(TinyGlad.frame(i))));
        return steps;
    }

    private static List<TrackStep> alone(Model model, String sentence, int frames) {
        try (Session session = new Session(model, OFTEN, 0)) {
            return track(session, sentence, frames);
        }
    }

    @Test
    void theSentenceReachesTheBoxesThroughIt() {
        try (Model restoring = model(4); Model plain = model(0)) {
            assertNotEquals(alone(restoring, "a red box", 2), alone(restoring, "box", 2));
            assertEquals(alone(plain, "a red box", 2), alone(plain, "box", 2));
            assertNotEquals(alone(restoring, "box", 2), alone(plain, "box", 2));
            assertEquals(alone(restoring, "box", 2), alone(restoring.caching(new FeatureStore(temp, 1 << 30, Duration.ZERO)), "box", 2));
        }
    }

    @Test
    void anotherSentenceRestoresItAnewAndLeavesNothingBehind() {
        try (Model restoring = model(4); Session session = new Session(restoring, OFTEN, 0)) {
            track(session, "a red box", 1);
            session.tell("box");
            assertEquals(alone(restoring, "box", 2).get(1), session.next(TinyGlad.frame(1)));
            session.tell("a red box");
            session.next(TinyGlad.frame(2)); // takes a template of its own
            int live = restoring.manager().getManagedArrays().size();
            session.tell("box");
            session.correct(START);
            session.tell("a red box");
            session.tell("box");
            assertEquals(live - 1, restoring.manager().getManagedArrays().size());
            TrackStep corrected = session.next(TinyGlad.frame(3));
            try (Session fresh = new Session(restoring, OFTEN, 0)) {
                fresh.start(TinyGlad.frame(0), START, "box");
                assertEquals(fresh.next(TinyGlad.frame(3)), corrected);
            }
        }
    }
}

package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Image;
import glad.api.model.TargetMemoryFactory;
import glad.api.model.WordGuidanceFactory;
import glad.api.track.TrackStep;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The bundles of words and memory go while a tracker runs on them, and come back. */
class ContextGoneTest {

    private static final String WORDS = "glad.context.words";
    private static final String MEMORY = "glad.context.memory";

    private final BundleContext context = FrameworkUtil.getBundle(ContextGoneTest.class).getBundleContext();
    private final Composer composer = TestBundles.service(context, Composer.class);
    private final Image frame = Tiny.frame();

    @Test
    void aSessionEndsOnItsPartsTheNextOnesRunWithoutAndThenWithThemAgain() throws Exception {
        List<Bundle> bundles = List.of(TestBundles.find(context, WORDS), TestBundles.find(context, MEMORY));
        ModelSpec full = spec();
        List<TrackStep> undisturbed = track(full, List.of());
        try {
            assertEquals(undisturbed, track(full, bundles));
            refused(full, "no words \"atc-words\": it was offered by bundle " + WORDS);
            ModelSpec wordless = full.with(PartKind.WORDS, PartSpec.of("none"));
            refused(wordless, "no memory \"atc-memory\": it was offered by bundle " + MEMORY);
            ModelSpec plain = wordless.with(PartKind.MEMORY, PartSpec.of("none"));
            List<TrackStep> without = track(plain, List.of());
            assertEquals(undisturbed.size(), without.size());
            assertNotEquals(undisturbed, without);
        } finally {
            for (Bundle bundle : bundles) {
                if (bundle.getState() == Bundle.UNINSTALLED) {
                    context.installBundle(bundle.getLocation()).start();
                }
            }
            TestBundles.await(context, WordGuidanceFactory.class, "atc-words", true);
            TestBundles.await(context, TargetMemoryFactory.class, "atc-memory", true);
        }
        assertEquals(undisturbed, track(full, List.of()));
    }

    private void refused(ModelSpec spec, String message) {
        GladException e = assertThrows(GladException.class, () -> composer.compose(spec, Placement.cpu()));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
        assertEquals(2, e.exitCode());
    }

    /** Tracks; bundles go after the second frame, before another sentence is told and the session is started again. */
    private List<TrackStep> track(ModelSpec spec, List<Bundle> gone) throws Exception {
        try (Model model = composer.compose(spec, Placement.cpu()); Session session = new Session(model, TrackerSettings.official(), 0)) {
            List<TrackStep> steps = new ArrayList<>(List.of(session.start(frame, Tiny.BOX, "the red square"), session.next(frame)));
            if (!gone.isEmpty()) {
                TestBundles.remove(context, gone);
            }
            steps.add(session.next(frame));
            session.tell("a square on the grass");
            steps.add(session.next(frame));
            steps.add(session.start(frame, Tiny.BOX, "the red square"));
            steps.add(session.next(frame));
            return steps;
        }
    }

    private static ModelSpec spec() throws IOException {
        return new ModelSpec(part("clip-text", "{'vocabulary': 256, 'width': 16, 'layers': 1, 'heads': 2, 'length': 8,"
                + " 'tokenizer': 'embedded:glad-nano/tokenizer.json'}"), PartSpec.of("none"),
                part("mae-vit", "{'dim': 32, 'depth': 1, 'heads': 2}"), PartSpec.of("none"),
                part("atc-words", "{'heads': 4, 'layers': 1, 'guidance_layers': 1, 'memory': 'seen'}"),
                part("atc-memory", "{'heads': 4, 'layers': 1, 'length': 2}"), part("center", "{'channels': 16}"), 32, 64);
    }

    private static PartSpec part(String id, String options) throws IOException {
        return new PartSpec(id, (ObjectNode) new JsonMapper().readTree(options.replace('\'', '"')));
    }
}

package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Image;
import glad.api.model.DiffusionFactory;
import glad.api.track.TrackStep;
import glad.api.train.TrainingStageFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartSpec;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The diffusion bundle goes while a tracker runs on it, and comes back. */
class DiffusionGoneTest {

    private static final String SD = "glad.diffusion.sd";

    private final BundleContext context = FrameworkUtil.getBundle(DiffusionGoneTest.class).getBundleContext();
    private final Composer composer = TestBundles.service(context, Composer.class);
    private final Image frame = Tiny.frame();

    @Test
    void aSessionEndsOnItsPartsAndEverythingElseGoesOn() throws Exception {
        Bundle bundle = TestBundles.find(context, SD);
        Set<Bundle> others = Arrays.stream(context.getBundles()).filter(b -> b != bundle).collect(Collectors.toSet());
        List<TrackStep> undisturbed = track(glad("sd-lcm"), () -> { });
        try {
            assertEquals(undisturbed, track(glad("sd-lcm"), () -> TestBundles.remove(context, List.of(bundle))));
            assertEquals(others, Set.of(context.getBundles()));
            for (Bundle other : others) {
                assertTrue(other.getHeaders().get("Fragment-Host") != null || other.getState() == Bundle.ACTIVE, other + "");
            }
            GladException gone = assertThrows(GladException.class, () -> composer.compose(glad("sd-lcm"), Placement.cpu()));
            assertTrue(gone.getMessage().startsWith("no diffusion module \"sd-lcm\": it was offered by bundle " + SD), gone.getMessage());
            assertEquals(2, gone.exitCode());
            String components = Gogo.run(context, "glad:components");
            assertFalse(components.contains(SD), components);
            assertTrue(components.contains("training stage\n  context ") && components.contains("\n  tracker "), components);
            String train = Gogo.run(context, "glad:train glad-nano --out unused");
            assertTrue(train.startsWith("error: no training stage \"vae\": it was offered by bundle " + SD), train);
            assertEquals(4, track(glad("none"), () -> { }).size());
        } finally {
            context.installBundle(bundle.getLocation()).start();
            TestBundles.await(context, DiffusionFactory.class, "sd-lcm", true);
            TestBundles.await(context, TrainingStageFactory.class, "vae", true);
        }
        assertEquals(undisturbed, track(glad("sd-lcm"), () -> { }));
    }

    /** Something that happens while a session runs. */
    private interface Disturbance {
        void happen() throws Exception;
    }

    private List<TrackStep> track(ModelSpec spec, Disturbance disturbance) throws Exception {
        try (Model model = composer.compose(spec, Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 0)) {
            TrackStep first = session.start(frame, Tiny.BOX, "the red square");
            TrackStep second = session.next(frame);
            disturbance.happen();
            TrackStep third = session.next(frame);
            session.start(frame, Tiny.BOX, "the red square"); // computes with the diffusion module again
            return List.of(first, second, third, session.next(frame));
        }
    }

    private static ModelSpec glad(String diffusion) throws IOException {
        boolean without = diffusion.equals("none");
        return new ModelSpec(part("clip-text", "{'vocabulary': 256, 'width': 16, 'layers': 1, 'heads': 2, 'length': 6,"
                + " 'tokenizer': 'embedded:glad-nano/tokenizer.json'}"),
                part(diffusion, without ? "{}" : "{'vae_channels': [8, 8, 8], 'vae_groups': 4, 'unet_channels': [8, 16], 'groups': 4}"),
                part("mae-vit", "{'dim': 32, 'depth': 1, 'heads': 2}"),
                part(without ? "none" : "glad-decoder", without ? "{}" : "{'heads': 4, 'mlp_ratio': 1, 'pool_heads': 4}"),
                part("center", "{'channels': 16}"), 32, 64);
    }

    private static PartSpec part(String id, String options) throws IOException {
        return new PartSpec(id, (ObjectNode) new JsonMapper().readTree(options.replace('\'', '"')));
    }
}

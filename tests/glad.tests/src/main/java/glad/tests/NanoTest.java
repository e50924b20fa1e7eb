package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.model.EmbeddedModel;
import glad.api.model.ModelFiles;
import glad.api.track.TrackStep;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.runtime.Placement;
import glad.runtime.Session;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The embedded experiment inside Felix: a whole GLAD from services. */
class NanoTest {

    private final BundleContext context = FrameworkUtil.getBundle(NanoTest.class).getBundleContext();
    private final Experiment nano = TestBundles.service(context, Experiments.class).read("glad-nano", List.of());

    @Test
    void itsFilesAreFound() throws Exception {
        assertEquals(1, nano.weights().size());
        assertTrue(TestBundles.find(context, EmbeddedModel.class, "glad-nano") != null);
        ModelFiles files = TestBundles.service(context, ModelFiles.class);
        for (String reference : nano.weights()) {
            try (InputStream in = files.open(reference)) {
                assertTrue(in.read() >= 0, reference);
            }
        }
        try (InputStream in = files.open("embedded:glad-nano/tokenizer.json")) {
            assertEquals('{', in.read());
        }
    }

    @Test
    void itTracksTheSameWayTwice() {
        ExperimentLoader loader = TestBundles.service(context, ExperimentLoader.class);
        try (LoadedExperiment loaded = loader.load(nano, Placement.cpu(), p -> {})) {
            assertEquals(track(loaded), track(loaded));
        }
    }

    /** Loading refuses weights that leave a parameter as it was drawn. */
    @Test
    void embeddedWeightsFillTheOthersOfItsKind() {
        Experiments experiments = TestBundles.service(context, Experiments.class);
        ExperimentLoader loader = TestBundles.service(context, ExperimentLoader.class);
        for (String name : List.of("glad-nano-words", "glad-nano-whole", "glad-nano-context", "glad-nano-mobilenet", "glad-nano-dynamic")) {
            try (LoadedExperiment loaded = loader.load(experiments.read(name, List.of()), Placement.cpu(), p -> {}); Session session = loaded.session()) {
                assertTrue(session.start(Tiny.frame(), Tiny.BOX, "the red circle").confidence() > 0, name);
            }
        }
    }

    private static List<TrackStep> track(LoadedExperiment loaded) {
        try (Session session = loaded.session()) {
            return List.of(session.start(Tiny.frame(), Tiny.BOX, "the red circle"), session.next(Tiny.frame()),
                    session.next(Tiny.frame()));
        }
    }
}

package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.model.BackboneFactory;
import glad.api.model.HeadFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartSpec;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Bundles come, go and change while the product runs. */
class DynamicsTest {

    private static final String LOCATION = "test:part";

    private final BundleContext context = FrameworkUtil.getBundle(DynamicsTest.class).getBundleContext();
    private final Composer composer = TestBundles.service(context, Composer.class);
    private final Image frame = Tiny.frame();

    @AfterEach
    void uninstall() throws Exception {
        for (String location : new String[] {LOCATION, "test:dataset"}) {
            Bundle bundle = context.getBundle(location);
            if (bundle != null) {
                bundle.uninstall();
            }
        }
        TestBundles.await(context, BackboneFactory.class, "test-plain", false);
    }

    private Bundle install(double confidence) throws Exception {
        try (InputStream jar = TestBundles.part("1.0.0", confidence)) {
            Bundle bundle = context.installBundle(LOCATION, jar);
            bundle.start();
            TestBundles.await(context, HeadFactory.class, "test-fixed", true);
            TestBundles.await(context, BackboneFactory.class, "test-plain", true);
            return bundle;
        }
    }

    private double confidence(Session session) {
        return session.next(frame).confidence();
    }

    private Session start(Model model) {
        Session session = new Session(model, TrackerSettings.official(), 0);
        session.start(frame, Tiny.BOX, "");
        return session;
    }

    @Test
    void backbonesAreSwappedBetweenSessions() throws Exception {
        install(0.25);
        try (Model vit = composer.compose(Tiny.spec(Tiny.vit(), "center"), Placement.cpu()); Session session = start(vit)) {
            assertEquals(32, vit.backbone().width());
            assertTrue(confidence(session) > 0);
        }
        try (Model plain = composer.compose(Tiny.spec(PartSpec.of("test-plain"), "center"), Placement.cpu());
                Session session = start(plain)) {
            assertEquals(16, plain.backbone().width());
            assertTrue(confidence(session) > 0);
        }
    }

    @Test
    void aSessionEndsOnTheOldPartAndTheNextGetsTheNew() throws Exception {
        Bundle bundle = install(0.25);
        PartSpec backbone = PartSpec.of("test-plain");
        try (Model old = composer.compose(Tiny.spec(backbone, "test-fixed"), Placement.cpu()); Session running = start(old)) {
            assertEquals(0.25, confidence(running), 1e-6);
            try (InputStream update = TestBundles.part("2.0.0", 0.75)) {
                bundle.update(update);
            }
            TestBundles.await(context, HeadFactory.class, "test-fixed", true);
            assertEquals("2.0.0", bundle.getVersion().toString());
            assertEquals(0.25, confidence(running), 1e-6);
            try (Model next = composer.compose(Tiny.spec(backbone, "test-fixed"), Placement.cpu());
                    Session session = start(next)) {
                assertEquals(0.75, confidence(session), 1e-6);
                assertEquals(0.25, confidence(running), 1e-6);
            }
        }
    }

    @Test
    void theLastProviderRemovedIsNamed() throws Exception {
        Bundle bundle = install(0.25);
        bundle.uninstall();
        TestBundles.await(context, HeadFactory.class, "test-fixed", false);
        GladException e = assertThrows(GladException.class,
                () -> composer.compose(Tiny.spec(Tiny.vit(), "test-fixed"), Placement.cpu()));
        assertTrue(e.getMessage().contains("\"test-fixed\""), e.getMessage());
        assertTrue(e.getMessage().contains("glad.tests.part"), e.getMessage());
        assertEquals(2, e.exitCode());
    }

    @Test
    void aDatasetPluginWorksAsSoonAsItsBundleIsThere() throws Exception {
        try (InputStream jar = TestBundles.jar("dataset")) {
            context.installBundle("test:dataset", jar).start();
        }
        TestBundles.await(context, Dataset.class, "csv-folder", true);
    }

    @Test
    void aBundleDroppedIntoThePluginsFolderComesAndGoes() throws Exception {
        Path plugins = Files.createDirectories(Path.of(context.getProperty("felix.fileinstall.dir")));
        Path dropped = plugins.resolve("dataset.jar");
        try (InputStream jar = TestBundles.jar("dataset")) {
            Files.copy(jar, plugins.resolve("dataset.part"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(plugins.resolve("dataset.part"), dropped);
        TestBundles.await(context, Dataset.class, "csv-folder", true);
        Files.delete(dropped);
        TestBundles.await(context, Dataset.class, "csv-folder", false);
    }
}

package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.model.BackboneFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartSpec;
import glad.runtime.Placement;
import glad.runtime.Registries;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** What bundles leave behind that were installed, used and uninstalled many times. */
class LeakTest {

    private static final int WARM_UP = 10;
    private static final int ROUNDS = 50;

    /**
     * A leak grows in every span of rounds. What the virtual machine takes for itself meanwhile (a larger heap, compiled
     * code, another thread's arena) comes once, so one span without growth is enough.
     */
    private static final int SPANS = 4;

    private static final Path STATUS = Path.of("/proc/self/status");

    private final BundleContext context = FrameworkUtil.getBundle(LeakTest.class).getBundleContext();
    private final Composer composer = TestBundles.service(context, Composer.class);
    private final Image frame = Tiny.frame();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @Test
    void fiftyRoundsLeaveNoClassLoaderAndNoNativeMemoryBehind() throws Exception {
        assumeTrue(Files.isReadable(STATUS), "needs /proc");
        for (int i = 0; i < WARM_UP; i++) {
            round();
        }
        collect();
        List<Long> resident = new ArrayList<>(List.of(residentKilobytes()));
        boolean grew = true;
        for (int span = 0; span < SPANS && grew; span++) {
            for (int i = 0; i < ROUNDS; i++) {
                round();
            }
            collect();
            long left = loaders.stream().filter(l -> l.get() != null).count();
            assertEquals(0, left, left + " of " + loaders.size() + " class loaders are still there");
            resident.add(residentKilobytes());
            grew = resident.get(span + 1) > 1.05 * resident.get(span);
        }
        assertFalse(grew, "resident memory grew in every " + ROUNDS + " rounds, kB: " + resident);
    }

    @Test
    void fiftyRoundsOfADatasetThatIsListedUsedAndGoneLeaveNoClassLoaderBehind() throws Exception {
        Registries registries = TestBundles.service(context, Registries.class);
        for (int i = 0; i < ROUNDS; i++) {
            Bundle bundle;
            try (InputStream jar = TestBundles.jar("dataset")) {
                bundle = context.installBundle("test:leak", jar);
            }
            bundle.start();
            TestBundles.await(context, Dataset.class, "csv-folder", true);
            loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            assertFalse(registries.datasets().get("csv-folder").description().isEmpty());
            assertFalse(registries.datasets().list().isEmpty());
            bundle.uninstall();
            TestBundles.await(context, Dataset.class, "csv-folder", false);
            GladException gone = assertThrows(GladException.class, () -> registries.datasets().get("csv-folder"));
            assertTrue(gone.getMessage().contains("offered by bundle glad.example.dataset until"), gone.getMessage());
            context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
        }
        collect();
        assertEquals(0, loaders.stream().filter(l -> l.get() != null).count(), "class loaders are still there");
    }

    /** Installs the test parts, tracks with them (their model holds 16 MB), and uninstalls them. */
    private void round() throws Exception {
        Bundle bundle;
        try (InputStream jar = TestBundles.part("1.0.0", 0.5)) {
            bundle = context.installBundle("test:leak", jar);
        }
        bundle.start();
        TestBundles.await(context, BackboneFactory.class, "test-plain", true);
        loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        try (Model model = composer.compose(Tiny.spec(PartSpec.of("test-plain"), "test-fixed"), Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 0)) {
            session.start(frame, Tiny.BOX, "");
            assertEquals(0.5, session.next(frame).confidence(), 1e-6);
        }
        bundle.uninstall();
        TestBundles.await(context, BackboneFactory.class, "test-plain", false);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
    }

    private void collect() throws InterruptedException {
        for (int i = 0; i < 20 && loaders.stream().anyMatch(l -> l.get() != null); i++) {
            System.gc();
            Thread.sleep(100);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream().filter(l -> l.startsWith("VmRSS:")).map(l -> l.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong).findFirst().orElseThrow();
    }
}

package glad.launcher;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.Places;
import glad.platform.Trackers;
import glad.platform.VideoTracker;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarFile;
import org.osgi.framework.BundleException;

/**
 * GLAD inside a program that knows nothing of OSGi; this jar on the class path is all it needs:
 *
 * <pre>{@code
 * try (GladPlatform glad = GladPlatform.open(); VideoTracker tracker = glad.tracker("glad-nano")) {
 *     tracker.track(Path.of("video.mp4"), new Box(120, 80, 60, 40), "the white bird", System.out::println);
 * }
 * }</pre>
 *
 * The parts are those of the distribution or checkout that this jar lies in, with the plugins of the user. They run in a framework
 * inside the program; the packages {@code glad.api} and {@code glad.platform} are shared with it. What {@code ./glad} sets by variables of
 * the environment is the program's to set: {@code MALLOC_ARENA_MAX=1} keeps memory small, {@code GOMP_SPINCOUNT=20000} lets others compute.
 *
 * <p>A process has one platform in its life, since native libraries stay bound to the class loader that loaded them.
 */
public final class GladPlatform implements AutoCloseable {

    /** The process's own, as the native libraries are. */
    private static final AtomicBoolean OPENED = new AtomicBoolean();

    private static final String LOGGING = "logback.configurationFile";

    /** Keep DJL from the network; as the start script has them in the environment. */
    private static final Map<String, String> OFFLINE = Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true");

    private final FelixProcess felix;
    private final Trackers trackers;

    private GladPlatform(FelixProcess felix) {
        this.felix = felix;
        trackers = felix.service(Trackers.class, null);
    }

    /**
     * Opens the platform of the distribution or checkout that this jar lies in.
     *
     * @throws GladException if it lies in none, the process has or had a platform already, or the bundles can't be started
     */
    public static GladPlatform open() {
        return open(Product.around(jar()));
    }

    /**
     * Opens the platform of another distribution or checkout.
     *
     * @param folder where it lies
     * @throws GladException if there is none, the process has or had a platform already, or the bundles can't be started
     */
    public static GladPlatform open(Path folder) {
        return open(Product.in(folder));
    }

    private static GladPlatform open(Product product) {
        if (OPENED.getAndSet(true)) {
            throw GladException.usage("this process has opened a GladPlatform already; a process has one, so keep it open and share it");
        }
        OFFLINE.forEach((key, value) -> System.setProperty(key, System.getProperty(key, value)));
        String logging = System.getProperty(LOGGING);
        System.setProperty(LOGGING, product.config().resolve("etc/logback.xml").toString());
        try {
            Path cache = Places.of(System::getProperty).cache(Optional::empty);
            return new GladPlatform(new FelixProcess(product, cache.resolve("felix"), shared()));
        } catch (IOException | BundleException e) {
            throw GladException.failure("GLAD can't be started: " + (e instanceof IOException io ? Reason.of(io) : e.getMessage()), e);
        } finally { // read when the first bundle logs; what the program itself logs by is its own
            if (logging == null) {
                System.clearProperty(LOGGING);
            } else {
                System.setProperty(LOGGING, logging);
            }
        }
    }

    private static Path jar() {
        try {
            return Path.of(GladPlatform.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the packages that bundles take from this jar, with their versions. */
    private static String shared() throws IOException {
        try (JarFile file = new JarFile(jar().toFile())) {
            return file.getManifest().getMainAttributes().getValue("Shared-Packages");
        }
    }

    /** Returns the names of the experiments, the user's own and those that come with GLAD, sorted. */
    public List<String> experiments() {
        return trackers.experiments();
    }

    /**
     * Composes a tracker on the CPU and loads its weights.
     *
     * @param experiment its name, or the path of a {@code .yaml} file
     * @param changes of the experiment, such as {@code head.channels=128}, applied in order
     * @return a tracker that the caller closes
     * @throws GladException if there is no such experiment, part or option, or the weights are missing or don't fit
     */
    public VideoTracker tracker(String experiment, String... changes) {
        return trackers.open(experiment, "cpu", List.of(changes));
    }

    /** Returns what composes trackers, on other devices as well. */
    public Trackers trackers() {
        return trackers;
    }

    /** Ends the platform and its trackers. */
    @Override
    public void close() {
        felix.close();
    }
}

package glad.launcher;

import glad.base.Places;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * Felix with the product's bundles, and the plugins of the product and of the user. The bundles are used where they lie, so that
 * starting copies nothing but the nested jars of a few. Felix's own files are removed when it, or the process, ends.
 */
final class FelixProcess implements AutoCloseable {

    /** Bundles that commands start: the first takes the terminal as soon as it starts, which "shell" asks for, the second listens on a port, which "serve" does. */
    private static final Set<String> ON_REQUEST = Set.of("org.apache.felix.gogo.jline", "org.apache.felix.http.jetty12");

    private static final long PATIENCE_MILLIS = 10_000;

    private final Path storage;
    private final Framework framework;
    // Held, because a logger that nobody holds forgets its level.
    private final Logger spiFly = Logger.getLogger("org.apache.aries.spifly");

    /**
     * Starts Felix and the bundles.
     *
     * @param product whose bundles
     * @param storages the folder for Felix's own files, one below it per process
     * @param shared packages of the class path that bundles share with the program around, with their versions;
     *        empty for none
     */
    FelixProcess(Product product, Path storages, String shared) throws IOException, BundleException {
        spiFly.setLevel(Level.WARNING);
        storage = Storage.open(storages, product.home());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Storage.delete(storage), "remove Felix's files"));
        Map<String, String> configuration = configuration(product);
        if (!shared.isEmpty()) {
            configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, shared);
        }
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : product.jars()) {
            installed.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        installed.forEach(FelixProcess::start);
    }

    private Map<String, String> configuration(Product product) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("glad.home", product.home().toString());
        configuration.put("glad.config", product.config().toString());
        configuration.put("gosh.home", product.config().toString());
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        // Whoever starts Felix HTTP otherwise opens no port by that.
        configuration.put("org.apache.felix.http.enable", "false");
        configuration.put("org.apache.felix.https.enable", "false");
        configuration.put("org.apache.felix.http.host", "127.0.0.1");
        Places places = Places.of(key -> configuration.getOrDefault(key, System.getProperty(key)));
        configuration.put("felix.fileinstall.dir", places.plugins().stream()
                .map(folder -> folder.toAbsolutePath().toString()).collect(Collectors.joining(",")));
        configuration.put("felix.fileinstall.tmpdir", storage.resolve("plugins").toString());
        configuration.put("felix.fileinstall.filter", ".*\\.jar");
        configuration.put("felix.fileinstall.noInitialDelay", "true");
        configuration.put("felix.fileinstall.poll", "400");
        configuration.put("felix.fileinstall.log.level", "1");
        return configuration;
    }

    private static void start(Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null || ON_REQUEST.contains(bundle.getSymbolicName())) {
            return;
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            // The others are of use without it; what lacks it says so.
            System.err.println("warning: bundle " + bundle.getSymbolicName() + " can't start: " + e.getMessage());
        }
    }

    /**
     * Returns a service.
     *
     * @param filter chooses among those of the type; null for any
     * @throws IllegalStateException if no bundle offers it
     */
    <T> T service(Class<T> type, String filter) {
        BundleContext context = framework.getBundleContext();
        try {
            ServiceReference<?>[] found = context.getServiceReferences(type.getName(), filter);
            if (found != null) {
                return type.cast(context.getService(found[0]));
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalStateException("no bundle offers " + type.getName() + "; bundles: " + Arrays.toString(context.getBundles()));
    }

    /** Stops the bundles and Felix. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(PATIENCE_MILLIS);
        } catch (BundleException e) {
            throw new IllegalStateException("Felix can't stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Storage.delete(storage);
    }
}

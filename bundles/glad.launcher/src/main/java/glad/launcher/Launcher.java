package glad.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * Starts Felix on a folder of bundles and runs one command in it. The bundles are used where they lie, so that starting
 * copies nothing but DJL's nested jars. The command is the service {@code ToIntFunction<String[]>} with the property
 * {@code glad.main}; it runs on the main thread and its value becomes the exit code.
 *
 * <p>System properties: {@code glad.home}, the folder of the checkout; {@code glad.bundles}, the folder of the bundles;
 * {@code glad.storage}, the folder for Felix's own files, one below it per process.
 */
public final class Launcher {

    /** Takes the terminal as soon as it starts; the command "shell" starts it. */
    private static final String TERMINAL = "org.apache.felix.gogo.jline";

    private final Path bundles;
    private final Path storage;
    private final Framework framework;
    // Held, because a logger that nobody holds forgets its level.
    private final Logger spiFly = Logger.getLogger("org.apache.aries.spifly");

    private Launcher(Path home, Path bundles, Path storages) throws IOException {
        this.bundles = bundles;
        this.storage = storages.resolve(Long.toString(ProcessHandle.current().pid()));
        spiFly.setLevel(Level.WARNING);
        sweep(storages);
        framework = new FrameworkFactory().newFramework(configuration(home));
    }

    private Map<String, String> configuration(Path home) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("glad.home", home.toString());
        configuration.put("gosh.home", home.resolve("run-configs").toString());
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put("felix.fileinstall.dir", home.resolve("plugins").toString());
        configuration.put("felix.fileinstall.tmpdir", storage.resolve("plugins").toString());
        configuration.put("felix.fileinstall.filter", ".*\\.jar");
        configuration.put("felix.fileinstall.noInitialDelay", "true");
        configuration.put("felix.fileinstall.poll", "1000");
        configuration.put("felix.fileinstall.log.level", "1");
        return configuration;
    }

    /** Starts the bundles, runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--debug")) {
            System.setProperty("glad.stacktrace", "%ex"); // for logback.xml
        }
        Path home = folder("glad.home");
        Launcher launcher = new Launcher(home, folder("glad.bundles"), folder("glad.storage"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(launcher.storage), "remove Felix's files"));
        System.exit(launcher.run(args));
    }

    private static Path folder(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            System.err.println("error: the system property " + property + " is missing; start GLAD with ./glad");
            System.exit(2);
        }
        return Path.of(value).toAbsolutePath();
    }

    private int run(String[] args) throws BundleException, IOException, InterruptedException, InvalidSyntaxException {
        framework.start();
        install().forEach(Launcher::start);
        int code = command().applyAsInt(args);
        framework.stop();
        framework.waitForStop(10_000);
        return code;
    }

    private List<Bundle> install() throws BundleException, IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(bundles)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : jars) {
            installed.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        return installed;
    }

    private static void start(Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null || TERMINAL.equals(bundle.getSymbolicName())) {
            return;
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            // The rest of the house is of use without this room; what lacks it says so.
            System.err.println("warning: bundle " + bundle.getSymbolicName() + " can't start: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private ToIntFunction<String[]> command() throws InvalidSyntaxException {
        BundleContext context = framework.getBundleContext();
        ServiceReference<?>[] found = context.getServiceReferences(ToIntFunction.class.getName(), "(glad.main=true)");
        if (found == null) {
            throw new IllegalStateException("no bundle in " + bundles + " offers the command line; bundles: "
                    + Arrays.toString(context.getBundles()));
        }
        return (ToIntFunction<String[]>) context.getService(found[0]);
    }

    /** Removes what processes left that were killed. */
    private static void sweep(Path storages) throws IOException {
        Files.createDirectories(storages);
        try (Stream<Path> left = Files.list(storages)) {
            left.filter(f -> !alive(f.getFileName().toString())).forEach(Launcher::delete);
        }
    }

    private static boolean alive(String pid) {
        return !pid.matches("\\d{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            // What stays is swept by the next start.
        }
    }
}

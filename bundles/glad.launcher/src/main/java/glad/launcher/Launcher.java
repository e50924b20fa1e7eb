package glad.launcher;

import glad.base.Places;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
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
import java.util.stream.Collectors;
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
 * {@code glad.main}; it runs on the main thread and its value becomes the exit code. Help and wrong usage are answered
 * before, without Felix, by the commands' own classes on a plain class path ({@link #USAGE}).
 *
 * <p>System properties: {@code glad.home}, the folder of the checkout or of the distribution; {@code glad.config}, the folder that
 * holds {@code etc} and {@code experiments}; {@code glad.bundles}, the folder of the bundles; {@code glad.storage}, the folder for
 * Felix's own files, one below it per process.
 */
public final class Launcher {

    /** Takes the terminal as soon as it starts; the command "shell" starts it. */
    private static final String TERMINAL = "org.apache.felix.gogo.jline";

    /** A public class of the commands' bundle, a {@code ToIntFunction<String[]>}: an exit code, or less than 0 to go on. */
    private static final String USAGE = "glad.shell.internal.Usage";

    /** Which bundles hold most of its classes: searched first. */
    private static final List<String> USAGE_JARS = List.of("glad.shell-", "picocli-", "glad.api-");

    private final Path bundles;
    private final Path storage;
    private final Framework framework;
    // Held, because a logger that nobody holds forgets its level.
    private final Logger spiFly = Logger.getLogger("org.apache.aries.spifly");

    private Launcher(Path home, Path config, Path bundles, Path storages) throws IOException {
        this.bundles = bundles;
        this.storage = storages.resolve(Long.toString(ProcessHandle.current().pid()));
        spiFly.setLevel(Level.WARNING);
        Storage.open(storages, home);
        sweep(storages);
        framework = new FrameworkFactory().newFramework(configuration(home, config));
    }

    private Map<String, String> configuration(Path home, Path config) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("glad.home", home.toString());
        configuration.put("glad.config", config.toString());
        configuration.put("gosh.home", config.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put("felix.fileinstall.dir", Places.of(System::getProperty).plugins().stream()
                .map(folder -> folder.toAbsolutePath().toString()).collect(Collectors.joining(",")));
        configuration.put("felix.fileinstall.tmpdir", storage.resolve("plugins").toString());
        configuration.put("felix.fileinstall.filter", ".*\\.jar");
        configuration.put("felix.fileinstall.noInitialDelay", "true");
        configuration.put("felix.fileinstall.poll", "400");
        configuration.put("felix.fileinstall.log.level", "1");
        return configuration;
    }

    /** Starts the bundles, runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--debug")) {
            System.setProperty("glad.stacktrace", "%ex"); // for logback.xml
        }
        Path home = folder("glad.home");
        Path bundles = folder("glad.bundles");
        int answered = answer(bundles, args);
        if (answered >= 0) {
            System.exit(answered);
        }
        Launcher launcher;
        try {
            launcher = new Launcher(home, folder("glad.config"), bundles, folder("glad.storage"));
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(1);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(launcher.storage), "remove Felix's files"));
        System.exit(launcher.run(args));
    }

    private static Path folder(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            System.err.println("error: the system property " + property + " is missing; start GLAD with ./glad, or bin/glad of the distribution");
            System.exit(2);
        }
        return Path.of(value).toAbsolutePath();
    }

    /** Returns the exit code of a command line that needs no framework, or less than 0. */
    @SuppressWarnings("unchecked")
    private static int answer(Path bundles, String[] args) throws IOException {
        List<URL> path = new ArrayList<>();
        for (Path jar : jars(bundles)) {
            boolean first = USAGE_JARS.stream().anyMatch(jar.getFileName().toString()::startsWith);
            path.add(first ? 0 : path.size(), jar.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), Launcher.class.getClassLoader())) {
            return ((ToIntFunction<String[]>) loader.loadClass(USAGE).getConstructor().newInstance()).applyAsInt(args);
        } catch (ReflectiveOperationException | LinkageError e) {
            return -1; // a room is missing; the framework says which
        }
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
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : jars(bundles)) {
            installed.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        return installed;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
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

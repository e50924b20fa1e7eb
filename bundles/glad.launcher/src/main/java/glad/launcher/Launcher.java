package glad.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleException;

/**
 * Runs one command of the command line. The command is the service {@code ToIntFunction<String[]>} with the property
 * {@code glad.main}; it runs on the main thread and its value becomes the exit code. Help is answered
 * before, without Felix, by the commands' own classes on a plain class path ({@link #USAGE}).
 *
 * <p>System properties: {@code glad.home}, the folder of the checkout or of the distribution; {@code glad.config}, the folder that
 * holds {@code etc} and {@code experiments}; {@code glad.bundles}, the folder of the bundles; {@code glad.storage}, the folder for
 * Felix's own files, one below it per process.
 */
public final class Launcher {

    /** A public class of the commands' bundle, a {@code ToIntFunction<String[]>}: an exit code, or less than 0 to go on. */
    private static final String USAGE = "glad.shell.internal.Usage";

    /** Which bundles hold most of its classes: searched first. */
    private static final List<String> USAGE_JARS = List.of("glad.shell-", "picocli-", "glad.api-");

    private Launcher() {}

    /** Starts the bundles, runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--debug")) {
            System.setProperty("glad.stacktrace", "%ex"); // for logback.xml
        }
        Product product = new Product(folder("glad.home"), folder("glad.config"), folder("glad.bundles"));
        int answered = asks(List.of(args)) ? answer(product, args) : -1;
        System.exit(answered >= 0 ? answered : run(product, args));
    }

    private static Path folder(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            System.err.println("error: the system property " + property + " is missing; start GLAD with ./glad, or bin/glad of the distribution");
            System.exit(2);
        }
        return Path.of(value);
    }

    /**
     * Tells whether a command line may be one that needs no framework. Another isn't looked at twice, which each right one would
     * pay for; what is wrong with it the framework's commands say.
     */
    private static boolean asks(List<String> words) {
        return words.isEmpty() || words.get(0).startsWith("-") || words.contains("-h") || words.contains("--help");
    }

    /** Returns the exit code of a command line that needs no framework, or less than 0. */
    @SuppressWarnings("unchecked")
    private static int answer(Product product, String[] args) throws IOException {
        List<URL> path = new ArrayList<>();
        for (Path jar : product.jars()) {
            boolean first = USAGE_JARS.stream().anyMatch(jar.getFileName().toString()::startsWith);
            path.add(first ? 0 : path.size(), jar.toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), Launcher.class.getClassLoader())) {
            return ((ToIntFunction<String[]>) loader.loadClass(USAGE).getConstructor().newInstance()).applyAsInt(args);
        } catch (ReflectiveOperationException | LinkageError e) {
            return -1; // a bundle is missing; the framework says which
        }
    }

    @SuppressWarnings("unchecked")
    private static int run(Product product, String[] args) throws BundleException {
        try (FelixProcess felix = new FelixProcess(product, folder("glad.storage"), "")) {
            return ((ToIntFunction<String[]>) felix.service(ToIntFunction.class, "(glad.main=true)")).applyAsInt(args);
        } catch (IOException e) {
            System.err.println("error: " + e.getMessage());
            return 1;
        }
    }
}

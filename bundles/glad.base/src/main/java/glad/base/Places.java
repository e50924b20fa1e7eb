package glad.base;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where GLAD reads and writes. What is a user's own lies in the user's folders, which the XDG base directory specification names;
 * what comes with the product lies in the product's folder, a checkout or an unzipped distribution, and is only read. A place that a
 * line of the settings file may name takes that line as an argument. No folder need exist, none is made.
 *
 * <p>Properties, of the framework or of the system: {@code glad.home}, the product's folder; {@code glad.config}, the folder in it
 * that holds {@code experiments}; {@code glad.settings}, the settings file where no variable names one; {@code user.home}.
 */
public final class Places {

    private static final String OWN = "glad";

    private final UnaryOperator<String> variables;
    private final UnaryOperator<String> properties;

    /**
     * Knows the places of a process.
     *
     * @param variables the environment's variables by their names; null for one that isn't set
     * @param properties the framework's or the system's properties, likewise
     */
    public Places(UnaryOperator<String> variables, UnaryOperator<String> properties) {
        this.variables = variables;
        this.properties = properties;
    }

    /** Returns the places of this process, given its framework's or system's properties. */
    public static Places of(UnaryOperator<String> properties) {
        return new Places(System::getenv, properties);
    }

    /** Returns the product's folder, else the working folder. */
    public Path product() {
        return Path.of(property("glad.home").orElse(""));
    }

    /** Returns the settings file: what {@code GLAD_SETTINGS} names, else {@code settings.yaml} in the user's folder for settings. */
    public Path settings() {
        return variable("GLAD_SETTINGS").or(() -> property("glad.settings")).map(Path::of)
                .orElseGet(() -> configuration().resolve("settings.yaml"));
    }

    /** Returns the user's file that names trackers which are programs of their own. */
    public Path trackers() {
        return configuration().resolve("trackers.yaml");
    }

    /** Returns the user's folder for experiments, where new ones go. */
    public Path ownExperiments() {
        return configuration().resolve("experiments");
    }

    /** Returns the folders of experiments; one in an earlier folder hides one of the same name in a later: the user's, the product's. */
    public List<Path> experiments() {
        return List.of(ownExperiments(), property("glad.config").map(Path::of).orElseGet(() -> product().resolve("run-configs"))
                .resolve("experiments"));
    }

    /** Returns the folders of plugins, all of which are installed: the user's, the product's. */
    public List<Path> plugins() {
        return List.of(data().resolve("plugins"), product().resolve("plugins"));
    }

    /**
     * Returns the weights root: what {@code GLAD_WEIGHTS} names, else the setting, else {@code weights} of the product's folder if
     * it is there, else {@code weights} in the user's folder for data.
     */
    public Path weights(Supplier<Optional<String>> setting) {
        return variable("GLAD_WEIGHTS").or(setting).map(Path::of).orElseGet(() -> {
            Path beside = product().resolve("weights");
            return Files.isDirectory(beside) ? beside : data().resolve("weights");
        });
    }

    /**
     * Returns the folder for what may be lost at any time: what {@code GLAD_CACHE} names, else the setting, else the user's
     * folder for caches.
     */
    public Path cache(Supplier<Optional<String>> setting) {
        return variable("GLAD_CACHE").or(setting).map(Path::of).orElseGet(() -> user("XDG_CACHE_HOME", ".cache"));
    }

    /**
     * Returns the folder for results of which nothing says where they go: what {@code GLAD_RUNS} names, else the setting, else
     * {@code runs} in the working folder.
     */
    public Path runs(Supplier<Optional<String>> setting) {
        return Path.of(variable("GLAD_RUNS").or(setting).orElse("runs"));
    }

    private Path configuration() {
        return user("XDG_CONFIG_HOME", ".config");
    }

    private Path data() {
        return user("XDG_DATA_HOME", ".local/share");
    }

    /** The specification passes over a variable that holds no absolute path. */
    private Path user(String variable, String usual) {
        return absolute(variable).orElseGet(() -> home().resolve(usual)).resolve(OWN);
    }

    /** Java's own property is the home that the system's list of users has, whatever the variable says. */
    private Path home() {
        return absolute("HOME").orElseGet(() -> Path.of(property("user.home").orElse("")));
    }

    private Optional<Path> absolute(String variable) {
        return variable(variable).map(Path::of).filter(Path::isAbsolute);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isEmpty());
    }

    private Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isEmpty());
    }
}

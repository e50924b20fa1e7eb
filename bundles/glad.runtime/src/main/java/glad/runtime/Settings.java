package glad.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Reason;
import glad.base.LockFile;
import glad.base.Places;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user told GLAD about this machine, such as where datasets lie: one text file of lines {@code key: value}. Changing a
 * value leaves every other line as it is, comments included; a value that is there is only replaced on request. Which file
 * it is, and what the places are that no line names, {@link Places} says.
 */
@Component(service = Settings.class)
public final class Settings {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    /** A change takes some milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path file;
    private final Places places;

    /** Uses a file, which need not exist. */
    public Settings(Path file) {
        this(file, Places.of(System::getProperty));
    }

    /** Uses the file of this user. */
    @Activate
    public Settings(BundleContext context) {
        this(Places.of(context::getProperty));
    }

    /** Uses the file of this user, where there is no framework, given the system's properties. */
    public Settings(UnaryOperator<String> properties) {
        this(Places.of(properties));
    }

    private Settings(Places places) {
        this(places.settings(), places);
    }

    /** Uses a file, which need not exist, and places for what it doesn't name. */
    Settings(Path file, Places places) {
        this.file = file;
        this.places = places;
    }

    /** Returns the file, which may not exist. */
    public Path file() {
        return file;
    }

    /** Returns the places that this user's variables and the product name. */
    public Places places() {
        return places;
    }

    /**
     * Returns the folder for what may be lost at any time ({@link Places#cache}), which the line {@code cache} may name. It need not exist.
     *
     * @throws GladException (failure) if the file is damaged
     */
    public Path cache() {
        return places.cache(() -> get("cache"));
    }

    /**
     * Returns the weights root ({@link Places#weights}), which the line {@code weights} may name. It need not exist.
     *
     * @throws GladException (failure) if the file is damaged
     */
    public Path weights() {
        return places.weights(() -> get("weights"));
    }

    /**
     * Returns the folder for results ({@link Places#runs}), which the line {@code runs} may name. It need not exist.
     *
     * @throws GladException (failure) if the file is damaged
     */
    public Path runs() {
        return places.runs(() -> get("runs"));
    }

    /**
     * Returns a value.
     *
     * @throws GladException (failure) if the file is damaged
     */
    public Optional<String> get(String key) {
        return Optional.ofNullable(all(lines()).get(key));
    }

    /**
     * Changes or adds a value. The file appears whole or stays as it was; of several threads or processes that change it at the
     * same time, none loses another's change.
     *
     * @param replace whether another value that is there already may go
     * @throws GladException (usage) if it may not; (failure) if the file is damaged or can't be written
     */
    public void set(String key, String value, boolean replace) {
        try {
            WholeFile.makeFolder(file.toAbsolutePath().getParent());
            try (LockFile lock = LockFile.take(file.resolveSibling(file.getFileName() + ".lock"), PATIENCE)) {
                LOG.debug("{} taken", lock);
                change(key, value, replace);
            }
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be written: " + Reason.of(e)
                    + "; check its folder, or name another file by GLAD_SETTINGS", e);
        }
    }

    private void change(String key, String value, boolean replace) throws IOException {
        List<String> lines = new ArrayList<>(lines());
        String before = all(lines).get(key);
        if (before != null && !before.equals(value) && !replace) {
            throw GladException.usage("\"" + key + "\" is \"" + before + "\" already in \"" + file + "\"; add --replace to make it"
                    + " \"" + value + "\"");
        }
        lines.removeIf(line -> line.startsWith(key + ":"));
        lines.add(key + ": " + JSON.writeValueAsString(value)); // a JSON text is a YAML text
        WholeFile.write(file, String.join("\n", lines) + "\n");
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; mend or remove it", e);
        }
    }

    private Map<String, String> all(List<String> lines) {
        String text = String.join("\n", lines);
        try {
            return text.isBlank() || YAML.readTree(text).isNull() || YAML.readTree(text).isMissingNode() ? Map.of()
                    : new TreeMap<>(YAML.readValue(text, new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw GladException.failure("\"" + file + "\" is damaged: " + e.getOriginalMessage()
                    + "; expected lines of key: value; mend or remove it", e);
        }
    }
}

package glad.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {

    private static final Supplier<Optional<String>> UNSET = Optional::empty;

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>(Map.of("user.home", "/home/ada", "glad.home", "/opt/glad",
            "glad.config", "/opt/glad"));
    private final Places places = new Places(variables::get, properties::get);

    @Test
    void withoutVariablesEverythingOfTheUserLiesInTheUsersHome() {
        assertEquals(Path.of("/home/ada/.config/glad/settings.yaml"), places.settings());
        assertEquals(Path.of("/home/ada/.cache/glad"), places.cache(UNSET));
        assertEquals(Path.of("/home/ada/.local/share/glad/weights"), places.weights(UNSET));
        assertEquals(Path.of("runs"), places.runs(UNSET));
        assertEquals(List.of(Path.of("/home/ada/.config/glad/experiments"), Path.of("/opt/glad/experiments")), places.experiments());
        assertEquals(List.of(Path.of("/home/ada/.local/share/glad/plugins"), Path.of("/opt/glad/plugins")), places.plugins());
    }

    @Test
    void variablesOfTheSpecificationMoveTheUsersFolders() {
        variables.putAll(Map.of("XDG_CONFIG_HOME", "/x/config", "XDG_CACHE_HOME", "/x/cache", "XDG_DATA_HOME", "/x/data"));
        assertEquals(Path.of("/x/config/glad/settings.yaml"), places.settings());
        assertEquals(Path.of("/x/config/glad/experiments"), places.ownExperiments());
        assertEquals(Path.of("/x/config/glad/trackers.yaml"), places.trackers());
        assertEquals(Path.of("/x/cache/glad"), places.cache(UNSET));
        assertEquals(Path.of("/x/data/glad/weights"), places.weights(UNSET));
        assertEquals(Path.of("/x/data/glad/plugins"), places.plugins().get(0));
    }

    @Test
    void theHomeIsTheVariablesBeforeTheSystems() {
        variables.put("HOME", "/scratch/ada");
        assertEquals(Path.of("/scratch/ada/.config/glad/settings.yaml"), places.settings());
        assertEquals(Path.of("/scratch/ada/.local/share/glad/plugins"), places.plugins().get(0));
    }

    @Test
    void aVariableThatIsEmptyOrNoAbsolutePathIsPassedOver() {
        variables.putAll(Map.of("XDG_CONFIG_HOME", "config", "XDG_CACHE_HOME", "", "GLAD_WEIGHTS", ""));
        assertEquals(Path.of("/home/ada/.config/glad/settings.yaml"), places.settings());
        assertEquals(Path.of("/home/ada/.cache/glad"), places.cache(UNSET));
        assertEquals(Path.of("/home/ada/.local/share/glad/weights"), places.weights(UNSET));
    }

    @Test
    void aVariableOfGladComesBeforeASettingAndASettingBeforeTheUsualFolder() {
        assertEquals(Path.of("/set/cache"), places.cache(() -> Optional.of("/set/cache")));
        assertEquals(Path.of("/set/weights"), places.weights(() -> Optional.of("/set/weights")));
        assertEquals(Path.of("/set/runs"), places.runs(() -> Optional.of("/set/runs")));
        variables.putAll(Map.of("GLAD_CACHE", "/v/cache", "GLAD_WEIGHTS", "/v/weights", "GLAD_RUNS", "/v/runs",
                "GLAD_SETTINGS", "/v/settings.yaml"));
        Supplier<Optional<String>> unread = () -> {
            throw new AssertionError("the settings count for nothing here");
        };
        assertEquals(Path.of("/v/cache"), places.cache(unread));
        assertEquals(Path.of("/v/weights"), places.weights(unread));
        assertEquals(Path.of("/v/runs"), places.runs(unread));
        properties.put("glad.settings", "/p/settings.yaml");
        assertEquals(Path.of("/v/settings.yaml"), places.settings());
        variables.remove("GLAD_SETTINGS");
        assertEquals(Path.of("/p/settings.yaml"), places.settings());
    }

    @Test
    void weightsInTheProductsFolderAreFoundIfTheFolderIsThere(@TempDir Path checkout) throws Exception {
        properties.put("glad.home", checkout.toString());
        assertEquals(Path.of("/home/ada/.local/share/glad/weights"), places.weights(UNSET));
        Path beside = Files.createDirectory(checkout.resolve("weights"));
        assertEquals(beside, places.weights(UNSET));
        assertEquals(Path.of("/set"), places.weights(() -> Optional.of("/set")));
    }

    @Test
    void withoutAProductTheWorkingFolderIsTakenForACheckout() {
        properties.keySet().removeIf(key -> key.startsWith("glad."));
        assertEquals(Path.of("run-configs/experiments"), places.experiments().get(1));
        assertEquals(Path.of("plugins"), places.plugins().get(1));
    }
}

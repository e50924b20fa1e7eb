package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.base.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;
    private Path file;
    private Settings settings;

    @BeforeEach
    void inAFileThatDoesNotExist() {
        file = folder.resolve("glad/settings.yaml");
        settings = new Settings(file);
    }

    @Test
    void valuesComeBackAsTheyWereSet() {
        assertEquals(Optional.empty(), settings.get("data.lasot"));
        assertFalse(Files.exists(file));
        settings.set("data.lasot", "C:\\data: \"LaSOT\" #1", false);
        settings.set("data-root", "/data", false);
        assertEquals(Optional.of("C:\\data: \"LaSOT\" #1"), new Settings(file).get("data.lasot"));
        assertEquals(Optional.of("/data"), new Settings(file).get("data-root"));
    }

    @Test
    void anotherValueIsOnlyReplacedOnRequest() {
        settings.set("data.lasot", "/old", false);
        settings.set("data.lasot", "/old", false);
        GladException e = assertThrows(GladException.class, () -> settings.set("data.lasot", "/new", false));
        assertTrue(e.getMessage().contains("\"/old\"") && e.getMessage().contains("--replace"), e.getMessage());
        assertEquals(Optional.of("/old"), settings.get("data.lasot"));
        settings.set("data.lasot", "/new", true);
        assertEquals(Optional.of("/new"), settings.get("data.lasot"));
    }

    @Test
    void everyOtherLineStaysAsItIs() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of("# our disks", "data.lasot: /a   # the fast one", "other: 5"));
        settings.set("data.tnl2k", "/b", false);
        assertEquals(List.of("# our disks", "data.lasot: /a   # the fast one", "other: 5", "data.tnl2k: \"/b\""),
                Files.readAllLines(file));
        assertEquals(Optional.of("/a"), settings.get("data.lasot"));
        assertEquals(Optional.of("5"), settings.get("other"));
    }

    @Test
    void editsOfSeveralAtTheSameTimeAreAllKept() throws Exception {
        List<Thread> editors = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "data.set" + i + ".";
            editors.add(new Thread(() -> {
                Settings own = new Settings(file); // as another process has
                for (int k = 0; k < 5; k++) {
                    own.set(name + k, "/" + k, false);
                }
            }));
        }
        editors.forEach(Thread::start);
        for (Thread editor : editors) {
            editor.join();
        }
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 5; k++) {
                assertEquals(Optional.of("/" + k), settings.get("data.set" + i + "." + k));
            }
        }
    }

    @Test
    void aDamagedFileIsAnErrorAndIsNotTouched() throws IOException {
        Files.createDirectories(file.getParent());
        for (String damaged : List.of("data.lasot: [1", "- a\n- b", "data:\n  lasot: /a")) {
            Files.writeString(file, damaged);
            GladException e = assertThrows(GladException.class, () -> settings.set("data.lasot", "/b", true), damaged);
            assertTrue(e.getMessage().contains("settings.yaml"), e.getMessage());
            assertEquals(damaged, Files.readString(file));
        }
    }

    @Test
    void anEmptyFileOrOneOfCommentsHasNoValues() throws IOException {
        Files.createDirectories(file.getParent());
        for (String empty : List.of("", "\n", "# nothing yet\n")) {
            Files.writeString(file, empty);
            assertEquals(Optional.empty(), settings.get("data.lasot"));
        }
    }

    @Test
    void aLineNamesAPlaceWhereNoVariableDoes() {
        Map<String, String> variables = new HashMap<>();
        Settings own = new Settings(file, new Places(variables::get, Map.of("user.home", "/home/ada")::get));
        assertEquals(Path.of("/home/ada/.cache/glad"), own.cache());
        own.set("cache", "/large/cache", false);
        own.set("weights", "published", false);
        assertEquals(Path.of("/large/cache"), own.cache());
        assertEquals(Path.of("published"), own.weights());
        variables.put("GLAD_WEIGHTS", "mine");
        assertEquals(Path.of("mine"), own.weights());
    }
}

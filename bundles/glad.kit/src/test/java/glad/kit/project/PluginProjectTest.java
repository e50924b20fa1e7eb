package glad.kit.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginProjectTest {

    @TempDir
    private Path folder;

    private Path product(String place) throws IOException {
        Path product = folder.resolve("product");
        Path group = product.resolve(place).resolve("io/github/glad-jvm");
        write(group.resolve("glad.plugin/7.8.9/glad.plugin-7.8.9.pom"));
        write(group.resolve("glad.api/7.8.9/glad.api-7.8.9.pom"));
        write(product.resolve("bundles/glad.api-7.8.9.jar"));
        write(product.resolve("bundles/org.lib-1.0.jar"));
        return product;
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, file.getFileName().toString());
    }

    private PluginRepository open(Path product) {
        return PluginRepository.of(product, product.resolve("bundles"), folder.resolve("cache"));
    }

    @Test
    void everyKindIsSmallAndHasNoPlaceLeftOpen() throws IOException {
        PluginRepository repository = open(product("repository/target/repository"));
        for (String kind : PluginProject.kinds()) {
            List<Path> files = new PluginProject(kind, "one-" + kind).write(folder, repository);
            int lines = 0;
            for (Path file : files) {
                String text = Files.readString(folder.resolve("one-" + kind).resolve(file));
                assertFalse(text.matches("(?s).*@[a-z]+@.*"), file + ": " + text);
                lines += (int) text.lines().filter(line -> !line.isBlank()).count();
            }
            assertTrue(lines <= 60, kind + " has " + lines + " lines");
        }
        String pom = Files.readString(folder.resolve("one-head/pom.xml"));
        assertTrue(pom.contains("<artifactId>glad.plugin</artifactId><version>7.8.9</version>"), pom);
        assertTrue(Files.readString(folder.resolve("one-head/src/main/java/plugin/onehead/OneHead.java")).contains("@GladId(\"one-head\")"));
    }

    @Test
    void whatCantBeIsRefused() throws IOException {
        assertTrue(assertThrows(GladException.class, () -> new PluginProject("hed", "a")).getMessage().contains("did you mean \"head\""));
        assertTrue(assertThrows(GladException.class, () -> new PluginProject("head", "My Head")).getMessage().contains("\"My Head\""));
        PluginRepository repository = open(product("repository/target/repository"));
        new PluginProject("head", "a").write(folder, repository);
        GladException e = assertThrows(GladException.class, () -> new PluginProject("metric", "a").write(folder, repository));
        assertTrue(e.getMessage().contains("is there already"), e.getMessage());
        assertTrue(assertThrows(GladException.class, () -> open(folder)).getMessage().contains("has no Maven repository"));
    }

    @Test
    void theDistributionsRepositoryIsLinkedTogetherFromItsBundles() throws IOException {
        Path product = product("repository");
        for (int i = 0; i < 2; i++) {
            Path linked = open(product).folder();
            assertTrue(linked.startsWith(folder.resolve("cache").toAbsolutePath()));
            Path api = linked.resolve("io/github/glad-jvm/glad.api/7.8.9");
            assertEquals("glad.api-7.8.9.jar", Files.readString(api.resolve("glad.api-7.8.9.jar")));
            assertEquals("glad.api-7.8.9.pom", Files.readString(api.resolve("glad.api-7.8.9.pom")));
            assertFalse(Files.exists(linked.resolve("io/github/glad-jvm/org.lib")));
        }
    }
}

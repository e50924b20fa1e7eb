package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Help and unknown commands are answered without the framework only where it knows no more. */
class UsageWithPluginsTest {

    @TempDir
    private Path folder;
    private Path own;
    private Path plugins;

    @BeforeEach
    void theProduct() throws IOException {
        own = jar(folder.resolve("own.jar"), "<property name=\"glad.command\" type=\"String\" value=\"doctor\"/>");
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    /** Writes a jar with one component. */
    private static Path jar(Path file, String properties) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/one.xml");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.putNextEntry(new JarEntry("OSGI-INF/one.xml"));
            out.write(("<component>" + properties + "<implementation class=\"glad.shell.internal.machine.DoctorVerb\"/></component>")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private int answer(String... words) throws IOException {
        return new Usage(own, List.of(folder.resolve("missing"), plugins)).applyAsInt(words);
    }

    @Test
    void pluginsWithoutCommandsChangeNothing() throws IOException {
        jar(plugins.resolve("dataset.jar"), "<property name=\"glad.id\" type=\"String\" value=\"mine\"/>");
        Files.writeString(plugins.resolve("damaged.jar"), "no jar");
        assertEquals(2, answer("hello"));
        assertEquals(0, answer("--help"));
    }

    @Test
    void whereAPluginAddsOneTheFrameworkAnswersWhatIsntOurs() throws IOException {
        jar(plugins.resolve("hello.jar"), "<property name=\"glad.command\" type=\"String\" value=\"hello\"/>");
        assertEquals(Usage.UNANSWERED, answer("hello"));
        assertEquals(Usage.UNANSWERED, answer("--help"));
        assertEquals(0, answer("doctor", "--help"));
        assertEquals(2, answer("doctor", "--no-such-option"));
    }
}

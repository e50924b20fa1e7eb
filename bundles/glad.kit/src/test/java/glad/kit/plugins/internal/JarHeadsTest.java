package glad.kit.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class JarHeadsTest {

    private final JarHeads heads = new JarHeads();

    @TempDir
    private Path folder;

    private Path jar(String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name + ";singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        Path file = folder.resolve("one.jar");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file;
    }

    @Test
    void aFileIsOpenedAgainOnlyWhenItChanged() throws IOException {
        Path file = jar("my-set", "1.0.0");
        JarHead first = heads.of(file);
        assertEquals(new JarHead(Optional.of("my-set"), "1.0.0", ""), first);
        assertSame(first, heads.of(file));
        FileTime time = Files.getLastModifiedTime(file);
        jar("my-longer-set", "1.0.0");
        Files.setLastModifiedTime(file, time);
        assertEquals(Optional.of("my-longer-set"), heads.of(file).bundle(), "another size");
        JarHead before = heads.of(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1000));
        assertNotSame(before, heads.of(file), "another time");
    }

    @Test
    void whatIsGoneIsForgotten() throws IOException {
        Path file = jar("my-set", "1.0.0");
        JarHead first = heads.of(file);
        heads.keep(List.of());
        assertNotSame(first, heads.of(file));
        Files.delete(file);
        assertFalse(heads.of(file).damage().isEmpty());
    }

    @Test
    void whatIsNoJarSaysWhy() throws IOException {
        Path file = Files.write(folder.resolve("bytes.jar"), new byte[100]);
        assertTrue(heads.of(file).fault(new Bundle[0]).orElseThrow().startsWith("can't be read as a jar: "));
    }
}

package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.model.EmbeddedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightStoreTest {

    /** One file of three bytes. */
    private static final EmbeddedModel NANO = new EmbeddedModel() {
        @Override
        public Set<String> names() {
            return Set.of("weights.safetensors");
        }

        @Override
        public InputStream open(String name) {
            return new ByteArrayInputStream(new byte[] {1, 2, 3});
        }
    };

    @TempDir
    private Path root;

    @Test
    void opensEmbeddedFiles() throws IOException {
        WeightStore store = new WeightStore(root);
        store.offer("glad-nano", NANO);
        assertNull(store.path("embedded:glad-nano/weights.safetensors"));
        try (InputStream in = store.open("embedded:glad-nano/weights.safetensors")) {
            assertArrayEquals(new byte[] {1, 2, 3}, in.readAllBytes());
        }
    }

    @Test
    void opensFilesUnderTheRootAndByAbsolutePath() throws IOException {
        Path file = Files.write(root.resolve("a.bin"), new byte[] {4});
        WeightStore store = new WeightStore(root);
        assertEquals(file.toAbsolutePath(), store.path("a.bin"));
        try (InputStream in = store.open(file.toAbsolutePath().toString())) {
            assertArrayEquals(new byte[] {4}, in.readAllBytes());
        }
    }

    @Test
    void aMissingFileIsNamedWithTheRootAndWhatIsThere() throws IOException {
        Files.write(root.resolve("sd15.safetensors"), new byte[] {4});
        GladException e = assertThrows(GladException.class, () -> new WeightStore(root).open("sd14.safetensors"));
        assertEquals(1, e.exitCode());
        assertTrue(e.getMessage().contains("\"sd14.safetensors\"") && e.getMessage().contains(root.toString())
                && e.getMessage().contains("it holds sd15.safetensors"), e.getMessage());
        GladException none = assertThrows(GladException.class,
                () -> new WeightStore(root.resolve("nowhere")).open("sd14.safetensors"));
        assertTrue(none.getMessage().contains("that folder doesn't exist"), none.getMessage());
    }

    @Test
    void unknownEmbeddedModelsAndFilesAreNamed() {
        WeightStore store = new WeightStore(root);
        store.offer("glad-nano", NANO);
        GladException model = assertThrows(GladException.class, () -> store.open("embedded:glad-nan/x"));
        assertTrue(model.getMessage().contains("did you mean \"glad-nano\"?"), model.getMessage());
        GladException file = assertThrows(GladException.class, () -> store.open("embedded:glad-nano/x"));
        assertTrue(file.getMessage().contains("Known: weights.safetensors"), file.getMessage());
    }
}

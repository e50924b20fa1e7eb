package glad.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Files are written whole in one place of the product, {@code glad.base.WholeFile}. */
class OneWriterTest {

    private static final Pattern OWN = Pattern.compile("ATOMIC_MOVE|Files\\.move\\(|\\.part\"");

    @Test
    void nobodyElseWritesAsideAndRenames() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Checkout.files(path -> path.toString().endsWith(".java") && path.toString().contains("src/main")
                && !path.toString().contains("tests"))) {
            if (OWN.matcher(Files.readString(file)).find()) {
                found.add(file.getFileName().toString());
            }
        }
        assertEquals(List.of("WholeFile.java"), found);
    }
}

package glad.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import glad.api.Image;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The goldens of the official preprocessing: test resources first, the shared folder for the larger rest. */
final class Prep {

    private Prep() {}

    static boolean has(String name) {
        return Prep.class.getResource("/goldens/prep/" + name) != null || Files.isRegularFile(shared(name));
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = Prep.class.getResourceAsStream("/goldens/prep/" + name)) {
            return in != null ? in.readAllBytes() : Files.readAllBytes(shared(name));
        }
    }

    static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(bytes(name));
    }

    static Image image(String name) throws IOException {
        return ImageFile.decode(bytes(name), name);
    }

    /** Returns the largest difference of two samples at the same place, in levels. */
    static int gap(Image a, Image b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new AssertionError("sizes differ: " + a.width() + "x" + a.height() + ", " + b.width() + "x" + b.height());
        }
        int worst = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            worst = Math.max(worst, Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)));
        }
        return worst;
    }

    private static Path shared(String name) {
        return Goldens.folder().resolve("prep").resolve(name);
    }
}

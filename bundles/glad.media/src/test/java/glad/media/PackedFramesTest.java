package glad.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glad.api.Image;
import glad.api.data.Frames;
import glad.packed.PackedFolder;
import glad.testing.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of datasets that weren't unpacked. */
class PackedFramesTest {

    @TempDir
    Path root;

    @Test
    void framesComeFromAnArchive() throws IOException {
        Path img = Files.createDirectories(root.resolve("plain/cat-1/img"));
        for (int i = 1; i <= 12; i++) {
            byte[] rgb = new byte[8 * 8 * 3];
            Arrays.fill(rgb, (byte) i);
            ImageFile.write(new Image(8, 8, rgb), img.resolve(i + ".png"));
        }
        Path data = Files.createDirectories(root.resolve("packed"));
        Packing.zip(Packing.files(root.resolve("plain")), data.resolve("cat.zip"));
        try (Frames frames = FrameSource.find(PackedFolder.open(data).resolve("cat/cat-1/img"), 2)) {
            assertEquals(11, frames.count());
            assertEquals(12, frames.frame(10).sample(0, 0, 0));
        }
    }
}

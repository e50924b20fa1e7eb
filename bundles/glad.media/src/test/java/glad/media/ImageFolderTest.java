package glad.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    @TempDir
    Path folder;

    @Test
    void framesComeInNaturalOrderAndOtherFilesAreIgnored() throws IOException {
        int[] numbers = {10, 9, 100, 1};
        for (int n : numbers) {
            ImageFile.write(grey(n), folder.resolve("frame" + n + ".PNG"));
        }
        Files.writeString(folder.resolve("notes.txt"), "not an image");
        Files.writeString(folder.resolve("._frame2.png"), "left by another system");
        try (Frames frames = FrameSource.open(folder)) {
            assertEquals(4, frames.count());
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                seen.add(frames.frame(i).sample(0, 0, 0));
            }
            assertEquals(List.of(1, 9, 10, 100), seen);
        }
    }

    @Test
    void naturalOrderComparesNumbersByValueWhateverTheirLength() {
        List<String> sorted = List.of("a", "a1", "a01b", "a2", "a10", "a10b2", "a10b12", "a99999999999999999999", "b1");
        List<String> names = new ArrayList<>(sorted);
        Collections.shuffle(names, new Random(1));
        names.sort(ImageFolder.NATURAL_ORDER);
        assertEquals(sorted, names);
    }

    @Test
    void anUnreadableFrameIsNamedAndTheOthersCanStillBeRead() throws IOException {
        ImageFile.write(grey(1), folder.resolve("1.png"));
        Files.writeString(folder.resolve("2.png"), "torn");
        ImageFile.write(grey(3), folder.resolve("3.png"));
        try (Frames frames = ImageFolder.open(folder)) {
            IOException e = assertThrows(IOException.class, () -> frames.frame(1));
            assertTrue(e.getMessage().contains("frame 1") && e.getMessage().contains("2.png"), e.getMessage());
            assertArrayEquals(grey(3).rgb(), frames.frame(2).rgb());
        }
    }

    @Test
    void aFolderWithoutImagesIsAnErrorThatNamesIt() {
        GladException e = assertThrows(GladException.class, () -> FrameSource.open(folder));
        assertTrue(e.getMessage().contains("\"" + folder + "\""), e.getMessage());
    }

    private static Image grey(int level) {
        byte[] rgb = new byte[4 * 4 * 3];
        java.util.Arrays.fill(rgb, (byte) level);
        return new Image(4, 4, rgb);
    }
}

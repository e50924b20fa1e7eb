package glad.example.dataset.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.testing.DatasetContract;
import glad.testing.SampleFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFolderDatasetTest extends DatasetContract {

    @Override
    protected Dataset dataset() {
        return dataset;
    }

    @Override
    protected void write(Path folder) throws IOException {
        Files.write(folder.resolve("square/boxes.csv"), SampleFrames.write(folder.resolve("square"), 3));
    }

    @TempDir
    private Path root;
    private final CsvFolderDataset dataset = new CsvFolderDataset();

    @BeforeEach
    void write() throws IOException {
        Path ball = Files.createDirectories(root.resolve("ball"));
        Files.writeString(ball.resolve("boxes.csv"), "1,2,3,4\n\n5.5,6,7,8\n");
        Files.writeString(ball.resolve("sentence.txt"), "the red ball\n");
        for (int i = 0; i < 3; i++) {
            ImageFile.write(new Image(8, 6, new byte[8 * 6 * 3]), ball.resolve(i + ".png"));
        }
    }

    private SequenceSet open() {
        return dataset.open(root, dataset.options().read("dataset", null));
    }

    @Test
    void readsBoxesSentencesAndFrames() throws IOException {
        assertEquals(List.of("ball"), open().names());
        Sequence ball = open().sequence("ball");
        assertEquals(new Box(5.5, 6, 7, 8), ball.boxes().get(2));
        assertEquals(List.of(true, false, true), ball.visible());
        assertEquals("the red ball", ball.sentence());
        try (Frames frames = ball.open()) {
            assertEquals(3, frames.count());
            assertEquals(8, frames.frame(1).width());
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThrows(GladException.class, () -> open().sequence("bal"));
        Files.writeString(root.resolve("ball/boxes.csv"), "1,2,three,4\n");
        GladException e = assertThrows(GladException.class, () -> open().sequence("ball"));
        assertTrue(e.getMessage().startsWith("line 1 of ") && e.getMessage().contains("\"1,2,three,4\""), e.getMessage());
        Files.delete(root.resolve("ball/boxes.csv"));
        assertThrows(GladException.class, this::open);
    }
}

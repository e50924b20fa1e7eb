package glad.datasets.otb.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Otb100Test {

    @TempDir
    Path root;

    @Test
    void thereAreAHundredSequences() {
        assertEquals(100, open(root, new Otb100(), null).names().stream().distinct().count());
    }

    @Test
    void boxesStandAsTheOfficialReadersTakeThem() throws IOException {
        sequence("Board", "img/%05d.png", 1, 3, "groundtruth_rect.txt", "5\t6\t7\t8\n5 6 7 8\n5,6,7,8\n");
        SequenceSet set = open(root, new Otb100(), null);
        assertTrue(set.has("Board"));
        assertFalse(set.has("Boy"));
        assertEquals(List.of(new Box(5, 6, 7, 8), new Box(5, 6, 7, 8), new Box(5, 6, 7, 8)), set.sequence("Board")
                .boxes());
        assertEquals(3, count(set.sequence("Board")));
    }

    @Test
    void sequencesBeginAndEndWhereTheBenchmarkDoes() throws IOException {
        sequence("BlurCar3", "img/%04d.png", 1, 6, "groundtruth_rect.txt", "1,1,2,2\n1,1,2,2\n");
        sequence("Tiger1", "img/%04d.png", 1, 8, "groundtruth_rect.txt", "0,0,2,2\n".repeat(5) + "6,6,2,2\n7,7,2,2\n");
        SequenceSet set = open(root, new Otb100(), null);
        assertEquals(3, firstLevel(set.sequence("BlurCar3")));
        assertEquals(2, count(set.sequence("BlurCar3")));
        assertEquals(List.of(new Box(6, 6, 2, 2), new Box(7, 7, 2, 2)), set.sequence("Tiger1").boxes());
        assertEquals(6, firstLevel(set.sequence("Tiger1")));
    }

    @Test
    void targetsOfOneFolderHaveTheirOwnBoxFiles() throws IOException {
        sequence("Jogging", "img/%04d.png", 1, 1, "groundtruth_rect.2.txt", "5,5,2,2\n");
        SequenceSet set = open(root, new Otb100(), null);
        assertTrue(set.has("Jogging_2"));
        assertFalse(set.has("Jogging_1"));
        assertEquals(new Box(5, 5, 2, 2), set.sequence("Jogging_2").boxes().get(0));
        GladException e = assertThrows(GladException.class, () -> set.sequence("Jogging_1"));
        assertTrue(e.getMessage().contains("groundtruth_rect.1.txt"), e.getMessage());
    }

    @Test
    void otb99PairsVideosWithTheQueriesOfASplit() throws IOException {
        Path videos = Files.createDirectories(root.resolve("OTB_videos"));
        Path folder = Files.createDirectories(videos.resolve("Biker/img"));
        image(folder.resolve("0001.png"), 1);
        Files.writeString(videos.resolve("Biker/groundtruth_rect.txt"), "1,1,2,2\n");
        Files.createDirectories(videos.resolve("Skating2"));
        Files.writeString(videos.resolve("Skating2/groundtruth_rect.2.txt"), "3,3,2,2\n");
        Files.createDirectories(root.resolve("OTB_query_test"));
        Files.writeString(root.resolve("OTB_query_test/Biker.txt"), "man on a bike, in the air\n");
        Files.writeString(root.resolve("OTB_query_test/Skating2-2.txt"), "");
        SequenceSet set = open(root, new Otb99Lang(), "test");
        assertEquals(List.of("Biker", "Skating2-2"), set.names());
        assertEquals("man on a bike, in the air", set.sequence("Biker").sentence());
        assertEquals("['man on a bike' ' in the air']", set.sequence("Biker").officialSentence());
        assertEquals(1, count(set.sequence("Biker")));
        assertEquals("[]", set.sequence("Skating2-2").officialSentence());
        assertEquals(new Box(3, 3, 2, 2), set.sequence("Skating2-2").boxes().get(0));
        GladException e = assertThrows(GladException.class, () -> open(root, new Otb99Lang(), "train"));
        assertTrue(e.getMessage().contains("OTB_query_train"), e.getMessage());
    }

    @Test
    void theRealAnnotationOfAllHundredIsReadWithoutImages() {
        Path otb = Goldens.data().resolve("otb");
        Assumptions.assumeTrue(Files.isDirectory(otb), () -> "skipped: no OTB annotation at " + otb);
        SequenceSet set = open(otb, new Otb100(), null);
        int frames = 0;
        for (String name : set.names()) {
            assertTrue(set.has(name), name);
            frames += set.sequence(name).boxes().size();
        }
        assertEquals(59035, frames); // 59040 less the five of Tiger1
        assertEquals(349, set.sequence("Tiger1").boxes().size());
        assertEquals(new Box(129, 80, 64, 78), set.sequence("David").boxes().get(0));
        GladException e = assertThrows(GladException.class, () -> set.sequence("Basketball").open());
        assertTrue(e.getMessage().contains("no images"), e.getMessage());
    }

    private static SequenceSet open(Path root, Dataset dataset, String split) {
        var options = JsonNodeFactory.instance.objectNode();
        if (split != null) {
            options.put("split", split);
        }
        return dataset.open(root, dataset.options().read("dataset", options));
    }

    /** Writes a sequence whose images show their own numbers as grey levels. */
    private void sequence(String name, String pattern, int first, int last, String boxFile, String boxes)
            throws IOException {
        Files.createDirectories(root.resolve(name).resolve("img"));
        for (int number = first; number <= last; number++) {
            image(root.resolve(name).resolve(String.format(pattern, number)), number);
        }
        Files.writeString(root.resolve(name).resolve(boxFile), boxes);
    }

    private static void image(Path file, int level) throws IOException {
        byte[] rgb = new byte[8 * 8 * 3];
        Arrays.fill(rgb, (byte) level);
        ImageFile.write(new Image(8, 8, rgb), file);
    }

    private static int count(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            return frames.count();
        }
    }

    private static int firstLevel(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            return frames.frame(0).sample(0, 0, 0);
        }
    }
}

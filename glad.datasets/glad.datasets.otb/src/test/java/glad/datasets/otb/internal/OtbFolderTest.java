package glad.datasets.otb.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.packed.PackedFolder;
import glad.testing.Goldens;
import glad.testing.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtbFolderTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {",", "\t", "  ", ", "})
    void boxesBecomeZeroBasedWhateverSeparatesTheirNumbers(String separator) throws IOException {
        sequence("Toy", 1, 2, "groundtruth_rect.txt", String.join(separator, "51", "47", "25", "62") + "\r\n"
                + String.join(separator, "1", "1", "2.5", "0") + "\n\n");
        assertEquals(List.of(new Box(50, 46, 25, 62), new Box(0, 0, 2.5, 0)), open("").sequence("Toy").boxes());
    }

    @Test
    void imagesWithoutABoxAtTheEndAreLeftOut() throws IOException {
        sequence("Toy", 1, 5, "groundtruth_rect.txt", "1,1,2,2\n1,1,2,2\n1,1,2,2\n");
        assertEquals(List.of(1, 2, 3), levels(open("").sequence("Toy")));
    }

    @Test
    void theOptionFramesCutsSequencesShort() throws IOException {
        sequence("Toy", 1, 3, "groundtruth_rect.txt", "1,1,2,2\n2,1,2,2\n3,1,2,2\n");
        OtbFolder dataset = new OtbFolder();
        ObjectNode options = JsonNodeFactory.instance.objectNode().put("frames", 2);
        Sequence sequence = dataset.open(root, dataset.options().read("dataset \"otb-folder\"", options)).sequence("Toy");
        assertEquals(List.of(new Box(0, 0, 2, 2), new Box(1, 0, 2, 2)), sequence.boxes());
        assertEquals(List.of(1, 2), levels(sequence));
    }

    @Test
    void davidBeginsAtImage300EvenIfEarlierOnesAreThere() throws IOException {
        sequence("David", 297, 303, "groundtruth_rect.txt", "1,1,2,2\n1,1,2,2\n");
        assertEquals(List.of(300 - 256, 301 - 256), levels(open("").sequence("David")));
    }

    @Test
    void aFolderWithTwoTargetsIsTwoSequences() throws IOException {
        sequence("Jogging", 1, 1, "groundtruth_rect.1.txt", "1,1,2,2\n");
        sequence("Jogging", 1, 1, "groundtruth_rect.2.txt", "5,5,2,2\n");
        sequence("Car10", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        sequence("Car9", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        SequenceSet set = open("");
        assertEquals(List.of("Car9", "Car10", "Jogging-1", "Jogging-2"), set.names());
        assertEquals(new Box(4, 4, 2, 2), set.sequence("Jogging-2").boxes().get(0));
    }

    @Test
    void theFolderOfOneSequenceCanBeOpenedItself() throws IOException {
        sequence("Toy", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        assertEquals(List.of("Toy"), open(root.resolve("Toy"), "").names());
    }

    @Test
    void sequencesInArchivesAreReadInPlace() throws IOException {
        sequence("plain/Toy", 1, 3, "groundtruth_rect.txt", "1,1,2,2\n1,1,2,2\n");
        Path packed = Files.createDirectories(root.resolve("packed"));
        Packing.zip(Packing.files(root.resolve("plain")), packed.resolve("Toy.zip"));
        SequenceSet set = open(PackedFolder.open(packed), "");
        assertEquals(List.of("Toy"), set.names());
        assertEquals(List.of(1, 2), levels(set.sequence("Toy")));
    }

    @Test
    void theSentenceComesFromTheFirstFileThatIsThere() throws IOException {
        sequence("Toy", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        assertEquals("", open("").sequence("Toy").sentence());
        Files.writeString(root.resolve("Toy.txt"), "in the root");
        assertEquals("in the root", open("").sequence("Toy").sentence());
        Files.writeString(root.resolve("Toy/nlp_ours.txt"), "our own");
        assertEquals("our own", open("").sequence("Toy").sentence());
        Files.writeString(root.resolve("Toy/nlp.txt"), "the dog, running # fast\n");
        assertEquals("the dog, running # fast", open("").sequence("Toy").sentence());
    }

    @Test
    void theSentenceOptionNamesTheFileForEverySequence() throws IOException {
        sequence("Toy", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        Files.createDirectories(root.resolve("queries"));
        Files.writeString(root.resolve("queries/Toy.txt"), "asked");
        assertEquals("asked", open("../queries/*.txt").sequence("Toy").sentence());
        GladException e = assertThrows(GladException.class, () -> open("query.txt").sequence("Toy"));
        assertTrue(e.getMessage().contains("query.txt"), e.getMessage());
    }

    @Test
    void attributesAreReadWhereTheyAreGiven() throws IOException {
        sequence("Toy", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        assertEquals(Set.of(), open("").sequence("Toy").attributes());
        Files.writeString(root.resolve("Toy/attrs.txt"), "IV, SV,OCC\n");
        assertEquals(Set.of("IV", "SV", "OCC"), open("").sequence("Toy").attributes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3\n", "1,2,3,x\n", "1,2,3,4,5\n"})
    void aDamagedLineIsAnErrorThatQuotesIt(String line) throws IOException {
        sequence("Toy", 1, 2, "groundtruth_rect.txt", "1,1,2,2\n" + line);
        GladException e = assertThrows(GladException.class, () -> open("").sequence("Toy"));
        assertTrue(e.getMessage().contains("line 2") && e.getMessage().contains("\"" + line.strip() + "\""));
    }

    @Test
    void fewerImagesThanBoxesIsAnError() throws IOException {
        sequence("Toy", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n1,1,2,2\n");
        GladException e = assertThrows(GladException.class, () -> open("").sequence("Toy").open());
        assertTrue(e.getMessage().contains("2 boxes") && e.getMessage().contains("1 images"), e.getMessage());
    }

    @Test
    void anUnknownSequenceOrAFolderWithoutAnyIsAnError() throws IOException {
        assertTrue(assertThrows(GladException.class, () -> open("")).getMessage().contains("groundtruth_rect.txt"));
        assertThrows(GladException.class, () -> open(root.resolve("gone"), ""));
        sequence("Couple", 1, 1, "groundtruth_rect.txt", "1,1,2,2\n");
        GladException e = assertThrows(GladException.class, () -> open("").sequence("couples"));
        assertTrue(e.getMessage().contains("did you mean \"Couple\""), e.getMessage());
    }

    @Test
    void theRealSequencesHaveTheirFramesBoxesAndSentences() throws IOException {
        Path otb = Goldens.data().resolve("otb");
        Assumptions.assumeTrue(Files.isDirectory(otb), () -> "skipped: no OTB sequences at " + otb);
        SequenceSet set = open(otb, "");
        Map<String, Integer> lengths = Map.of(
                "Couple", 140, "Crossing", 120, "David", 471, "Football1", 74, "MotorRolling", 164, "Woman", 597);
        assertEquals(lengths.keySet(), Set.copyOf(set.names()));
        for (String name : set.names()) {
            Sequence sequence = set.sequence(name);
            assertEquals(lengths.get(name), sequence.boxes().size(), name);
            assertTrue(sequence.boxes().stream().allMatch(Box::isValid), name);
            assertTrue(sequence.sentence().split(" ").length > 5, name + ": " + sequence.sentence());
            try (Frames frames = sequence.open()) {
                assertEquals(lengths.get(name), frames.count(), name);
                Image last = frames.frame(frames.count() - 1);
                Box box = sequence.boxes().get(frames.count() - 1);
                assertTrue(box.x() >= 0 && box.x() + box.w() <= last.width() + 1, name);
            }
        }
        assertEquals(new Box(128, 79, 64, 78), set.sequence("David").boxes().get(0));
        assertEquals("woman next to the car", open(otb, "nlp_author_demo.txt").sequence("Woman").sentence());
    }

    private SequenceSet open(String sentence) {
        return open(root, sentence);
    }

    private static SequenceSet open(Path root, String sentence) {
        OtbFolder dataset = new OtbFolder();
        ObjectNode options = JsonNodeFactory.instance.objectNode().put("sentence", sentence);
        return dataset.open(root, dataset.options().read("dataset \"otb-folder\"", options));
    }

    /** Writes a sequence whose images show their own numbers as grey levels (modulo 256). */
    private void sequence(String name, int first, int last, String boxFile, String boxes) throws IOException {
        Path img = Files.createDirectories(root.resolve(name).resolve("img"));
        for (int number = first; number <= last; number++) {
            byte[] rgb = new byte[8 * 8 * 3];
            Arrays.fill(rgb, (byte) number);
            ImageFile.write(new Image(8, 8, rgb), img.resolve(String.format("%04d.png", number)));
        }
        Files.writeString(root.resolve(name).resolve(boxFile), boxes);
    }

    private static List<Integer> levels(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            int[] levels = new int[frames.count()];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = frames.frame(i).sample(0, 0, 0);
            }
            return IntStream.of(levels).boxed().toList();
        }
    }
}

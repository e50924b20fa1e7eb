package glad.datasets.tnl2k.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Tnl2kTest {

    @TempDir
    Path root;

    @Test
    void theOfficialSplitsHave700And1300() {
        assertEquals(700, open(root, "test").names().stream().distinct().count());
        assertEquals(1300, open(root, "train").names().stream().distinct().count());
    }

    @Test
    void aSequenceIsFoundInEveryPlaceItsSplitMayHave() throws IOException {
        for (String place : List.of("", "test", "TNL2K_test_subset")) {
            Path folder = sequence(root.resolve("at" + place).resolve(place), "INF_call", 2);
            Files.writeString(folder.resolve("language.txt"), "the left girl in red, with a fan. \n");
            Sequence sequence = open(root.resolve("at" + place), "test").sequence("INF_call");
            assertEquals(List.of(new Box(187, 268, 18, 42), new Box(0, 0, 0, 0)), sequence.boxes());
            assertEquals("the left girl in red, with a fan.", sequence.sentence());
            assertEquals("['the left girl in red' ' with a fan. ']", sequence.officialSentence());
            assertEquals(Set.of("rotation", "modality switch"), sequence.attributes());
            assertEquals(2, count(sequence));
        }
    }

    @Test
    void anEmptySentenceFileIsNoSentenceButOfficiallyTwoBrackets() throws IOException {
        Files.writeString(sequence(root, "INF_call", 2).resolve("language.txt"), "");
        assertEquals("", open(root, "test").sequence("INF_call").sentence());
        assertEquals("[]", open(root, "test").sequence("INF_call").officialSentence());
    }

    @Test
    void missingImagesMakeFewerFramesAndAreNoError() throws IOException {
        sequence(root, "INF_call", 1);
        assertEquals(1, count(open(root, "test").sequence("INF_call")));
    }

    @Test
    void missingSequencesAreNamed() {
        SequenceSet set = open(root, "test");
        assertFalse(set.has("INF_call"));
        GladException e = assertThrows(GladException.class, () -> set.sequence("INF_call"));
        assertTrue(e.getMessage().contains("INF_call"), e.getMessage());
    }

    @Test
    void theRealAnnotationOfTheTestSetIsWhole() throws Exception {
        Path archive = Goldens.data().resolve("tnl2k/annos.tar.gz");
        Assumptions.assumeTrue(Files.isRegularFile(archive), () -> "skipped: no TNL2K annotation at " + archive);
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", root.toString()).inheritIO().start();
        Assumptions.assumeTrue(tar.waitFor() == 0, () -> "skipped: no tar here that unpacks " + archive);
        SequenceSet set = open(root, "test");
        int adversarial = 0;
        for (String name : set.names()) {
            Sequence sequence = set.sequence(name);
            assertEquals(sequence.boxes().size(), sequence.visible().size(), name);
            adversarial += sequence.attributes().contains("adversarial samples") ? 1 : 0;
            assertEquals(name.startsWith("advSamp"), sequence.attributes().contains("adversarial samples"), name);
        }
        assertEquals(100, adversarial);
    }

    @Test
    void theRealSentencesAreRead() {
        Path real = Goldens.data().resolve("tnl2k/sequences");
        Assumptions.assumeTrue(Files.isDirectory(real), () -> "skipped: no TNL2K sequences at " + real);
        SequenceSet set = open(real, "train");
        List<String> there = set.names().stream().filter(set::has).toList();
        assertTrue(there.contains("Cat_BBC_video_03-Done"), there.toString());
        assertEquals("the cat standing on the hilltop", set.sequence("Cat_BBC_video_03-Done").sentence());
        assertTrue(set.sequence("Cat_BBC_video_03-Done").boxes().size() > 1);
    }

    private static Path sequence(Path place, String name, int images) throws IOException {
        Path folder = Files.createDirectories(place.resolve(name));
        Files.writeString(folder.resolve("groundtruth.txt"), "187,268,18,42\n0,0,0,0\n");
        Files.writeString(folder.resolve("attributes.txt"), "0,1" + ",0".repeat(14) + ",1\n");
        Files.createDirectories(folder.resolve("imgs"));
        for (int i = 1; i <= images; i++) {
            ImageFile.write(new Image(4, 4, new byte[48]), folder.resolve(String.format("imgs/%05d.png", i)));
        }
        return folder;
    }

    private static SequenceSet open(Path root, String split) {
        var options = JsonNodeFactory.instance.objectNode().put("split", split);
        return new Tnl2k().open(root, new Tnl2k().options().read("dataset", options));
    }

    private static int count(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            return frames.count();
        }
    }
}

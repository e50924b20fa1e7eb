package glad.datasets.lasot.internal;

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
import glad.packed.PackedFolder;
import glad.testing.Goldens;
import glad.testing.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaSotTest {

    @TempDir
    Path root;

    @Test
    void theOfficialSplitsHave280And1120AndShareNothing() {
        List<String> test = open(new LaSot(), "test").names();
        List<String> train = open(new LaSot(), "train").names();
        assertEquals(280, test.size());
        assertEquals(1120, train.size());
        assertTrue(Collections.disjoint(test, train));
        assertEquals(List.of("airplane-1", "airplane-9", "airplane-13", "airplane-15"), test.subList(0, 4));
        assertEquals(new HashSet<>(open(new LaSot(), "all").names()), union(test, train));
    }

    @Test
    void theExtensionHas150SequencesOf15Classes() {
        List<String> names = open(new LaSotExtension(), null).names();
        assertEquals(150, names.size());
        assertEquals(15, names.stream().map(n -> n.replaceFirst("-\\d+$", "")).distinct().count());
    }

    @Test
    void aSequenceIsReadAsTheDatasetLaysItOut() throws IOException {
        Path folder = sequence("airplane", "airplane-1", 3);
        Files.writeString(folder.resolve("nlp.txt"), "white airplane, landing\n");
        Sequence sequence = open(new LaSot(), "test").sequence("airplane-1");
        assertEquals(List.of(new Box(1, 1, 4, 4), new Box(2, 1, 4.5, 4), new Box(0, 0, 0, 0)), sequence.boxes());
        assertEquals(List.of(true, false, false), sequence.visible());
        assertEquals("white airplane, landing", sequence.sentence());
        assertEquals("['white airplane' ' landing']", sequence.officialSentence());
        assertEquals("airplane", sequence.targetClass());
        assertEquals(Set.of(), sequence.attributes());
        try (Frames frames = sequence.open()) {
            assertEquals(3, frames.count());
            assertEquals(2, frames.frame(1).sample(0, 0, 0));
        }
    }

    /** Both ways that class archives may hold their sequences, and the official training code's pack. */
    @ParameterizedTest
    @ValueSource(strings = {"airplane.zip", "airplane-1 ...", "lmdb"})
    void packedSequencesAreReadInPlace(String packing) throws IOException {
        Path folder = sequence("plain/airplane", "airplane-2", 3);
        Files.writeString(folder.resolve("nlp.txt"), "white airplane");
        Path packed = Files.createDirectories(root.resolve("packed"));
        switch (packing) {
            case "airplane.zip" -> Packing.zip(Packing.files(root.resolve("plain")), packed.resolve("airplane.zip"));
            case "lmdb" -> Packing.lmdb(Packing.files(root.resolve("plain")), packed);
            default -> Packing.zip(Packing.files(root.resolve("plain/airplane")), packed.resolve("airplane.zip"));
        }
        SequenceSet train = open(new LaSot(), "train", PackedFolder.open(packed));
        assertTrue(train.has("airplane-2"));
        assertFalse(train.has("bear-1"));
        Sequence sequence = train.sequence("airplane-2");
        assertEquals(List.of(new Box(1, 1, 4, 4), new Box(2, 1, 4.5, 4), new Box(0, 0, 0, 0)), sequence.boxes());
        assertEquals(List.of(true, false, false), sequence.visible());
        assertEquals("white airplane", sequence.sentence());
        try (Frames frames = sequence.open()) {
            assertEquals(3, frames.count());
            assertEquals(3, frames.frame(2).sample(0, 0, 0));
        }
    }

    @Test
    void annotationNeedsNoImagesButFramesDo() throws IOException {
        Path folder = sequence("atv", "atv-2", 3);
        Files.delete(folder.resolve("img/00000002.png"));
        Sequence sequence = open(new LaSotExtension(), null).sequence("atv-2");
        assertEquals(3, sequence.boxes().size());
        GladException e = assertThrows(GladException.class, sequence::open);
        assertTrue(e.getMessage().contains("3 boxes but only 2 images"), e.getMessage());
    }

    @Test
    void theEvaluationKitIsReadWithoutImages() throws IOException {
        Path annos = Files.createDirectories(root.resolve("annos"));
        Files.createDirectories(annos.resolve("absent"));
        Files.createDirectories(annos.resolve("att"));
        Files.writeString(annos.resolve("cat-1.txt"), "1,2,3,4\n0,0,0,0\n");
        Files.writeString(annos.resolve("absent/cat-1.txt"), "0\n1\n");
        Files.writeString(annos.resolve("att/cat-1.txt"), "0,1,0,0,0,0,0,0,0,0,0,1,0,0\n");
        SequenceSet set = open(new LaSot(), "test");
        assertTrue(set.has("cat-1"));
        assertFalse(set.has("cat-3"));
        assertEquals(List.of(true, false), set.sequence("cat-1").visible());
        assertEquals(Set.of("partial occlusion", "out of view"), set.sequence("cat-1").attributes());
        assertThrows(GladException.class, set.sequence("cat-1")::open);
    }

    @Test
    void missingSequencesAndFlagFilesOfAnotherLengthAreNamed() throws IOException {
        SequenceSet set = open(new LaSot(), "test");
        assertFalse(set.has("bear-2"));
        GladException gone = assertThrows(GladException.class, () -> set.sequence("bear-2"));
        assertTrue(gone.getMessage().contains("bear/bear-2"), gone.getMessage());
        Path folder = sequence("bear", "bear-2", 3);
        Files.writeString(folder.resolve("out_of_view.txt"), "0,0");
        GladException uneven = assertThrows(GladException.class, () -> set.sequence("bear-2"));
        assertTrue(uneven.getMessage().contains("3 flags") && uneven.getMessage().contains("has 2"),
                uneven.getMessage());
        GladException unknown = assertThrows(GladException.class, () -> set.sequence("bear2"));
        assertTrue(unknown.getMessage().contains("did you mean \"bear-2\""), unknown.getMessage());
    }

    @Test
    void theRealAnnotationOfTheTestSetIsWhole() throws Exception {
        Path archive = Goldens.data().resolve("lasot/lasot_annos_test.tar.xz");
        Assumptions.assumeTrue(Files.isRegularFile(archive), () -> "skipped: no LaSOT annotation at " + archive);
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", root.toString()).inheritIO().start();
        Assumptions.assumeTrue(tar.waitFor() == 0, () -> "skipped: no tar here that unpacks " + archive);
        SequenceSet set = open(new LaSot(), "test");
        int frames = 0;
        int hidden = 0;
        for (String name : set.names()) {
            Sequence sequence = set.sequence(name);
            frames += sequence.boxes().size();
            hidden += sequence.visible().contains(false) ? 1 : 0;
            assertTrue(sequence.boxes().get(0).isValid(), name);
        }
        assertEquals(685360, frames);
        assertEquals(164, hidden);
        assertEquals(Set.of("partial occlusion", "rotation", "scale variation", "low resolution"),
                set.sequence("airplane-1").attributes());
    }

    private Path sequence(String kind, String name, int images) throws IOException {
        Path folder = Files.createDirectories(root.resolve(kind).resolve(name));
        Files.writeString(folder.resolve("groundtruth.txt"), "1,1,4,4\n2,1,4.5,4\n0,0,0,0\n");
        Files.writeString(folder.resolve("full_occlusion.txt"), "0,1,0");
        Files.writeString(folder.resolve("out_of_view.txt"), "0,0,1");
        Files.createDirectories(folder.resolve("img"));
        for (int i = 1; i <= images; i++) {
            byte[] rgb = new byte[8 * 8 * 3];
            Arrays.fill(rgb, (byte) i);
            ImageFile.write(new Image(8, 8, rgb), folder.resolve(String.format("img/%08d.png", i)));
        }
        return folder;
    }

    private SequenceSet open(Dataset dataset, String split) {
        return open(dataset, split, root);
    }

    private static SequenceSet open(Dataset dataset, String split, Path root) {
        var options = JsonNodeFactory.instance.objectNode();
        if (split != null) {
            options.put("split", split);
        }
        return dataset.open(root, dataset.options().read("dataset", options));
    }

    private static Set<String> union(List<String> a, List<String> b) {
        Set<String> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }
}

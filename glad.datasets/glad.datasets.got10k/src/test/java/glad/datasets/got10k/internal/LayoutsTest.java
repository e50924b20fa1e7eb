package glad.datasets.got10k.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.ImageSize;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.media.ImageFile;
import glad.packed.PackedFolder;
import glad.testing.Packing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutsTest {

    @TempDir
    Path root;

    @Test
    void got10kReadsListsLabelsAndMeta() throws IOException {
        Path folder = images(root.resolve("val/GOT-10k_Val_000001"), "%08d.png", 1, 2);
        write("val/list.txt", "GOT-10k_Val_000001\nGOT-10k_Val_000002\n");
        Files.writeString(folder.resolve("groundtruth.txt"), "1.5,2,3,4\n2,2,3,4\n");
        Files.writeString(folder.resolve("absence.label"), "0\n1\n");
        Files.writeString(folder.resolve("meta_info.ini"), "[METAINFO]\nurl: https://x.y/z\nresolution: (1920, 1080)\n"
                + "object_class: bear\n"
                + "motion_class: walking\nmajor_class: carnivore\nroot_class: animal\nmotion_adverb: slowly\n");
        SequenceSet set = open(new Got10k(), "val");
        assertEquals(List.of("GOT-10k_Val_000001", "GOT-10k_Val_000002"), set.names());
        assertFalse(set.has("GOT-10k_Val_000002"));
        Sequence sequence = set.sequence("GOT-10k_Val_000001");
        assertEquals(List.of(new Box(1.5, 2, 3, 4), new Box(2, 2, 3, 4)), sequence.boxes());
        assertEquals(List.of(true, false), sequence.visible());
        assertEquals(Optional.of(new ImageSize(1920, 1080)), sequence.imageSize());
        assertEquals("bear", sequence.targetClass());
        assertEquals("An image of animal, carnivore, bear, walking, slowly", sequence.sentence());
        assertEquals(2, count(sequence));
        assertThrows(GladException.class, () -> set.sequence("GOT-10k_Val_000002"));
        Files.writeString(folder.resolve("cover.label"), "0\n8\n");
        assertEquals(List.of(false, false), set.sequence("GOT-10k_Val_000001").visible());
        Files.writeString(folder.resolve("cover.label"), "8\n");
        assertThrows(GladException.class, () -> set.sequence("GOT-10k_Val_000001"));
    }

    @Test
    void got10kKeepsItsTestBoxesSecretButTheFirst() throws IOException {
        Path folder = images(root.resolve("test/GOT-10k_Test_000001"), "%08d.png", 1, 3);
        write("test/list.txt", "GOT-10k_Test_000001\n");
        Files.writeString(folder.resolve("groundtruth.txt"), "1,2,3,4\n");
        Sequence sequence = open(new Got10k(), "test").sequence("GOT-10k_Test_000001");
        assertEquals(new Box(1, 2, 3, 4), sequence.boxes().get(0));
        assertEquals(3, sequence.boxes().size());
        assertTrue(Double.isNaN(sequence.boxes().get(2).x()));
        assertEquals(3, count(sequence));
    }

    @Test
    void got10kTakesPartsOfItsTrainingSetFromOfficialLists() throws IOException {
        write("train/list.txt", "GOT-10k_Train_000001\nGOT-10k_Train_000002\nGOT-10k_Train_000003\n");
        GladException missing = assertThrows(GladException.class, () -> open(new Got10k(), "vot-train"));
        assertTrue(missing.getMessage().contains("got10k_vot_train_split.txt"), missing.getMessage());
        write("got10k_vot_train_split.txt", "0\n2\n");
        assertEquals(List.of("GOT-10k_Train_000001", "GOT-10k_Train_000003"), open(new Got10k(), "vot-train").names());
        write("got10k_vot_train_split.txt", "0\n3\n");
        assertThrows(GladException.class, () -> open(new Got10k(), "vot-train"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "lmdb"})
    void got10kIsReadFromItsArchivesAndFromTheOfficialPack(String packing) throws IOException {
        for (String name : List.of("GOT-10k_Train_000001", "GOT-10k_Train_000002")) {
            Path folder = images(root.resolve("plain/train/" + name), "%08d.png", 1, 2);
            Files.writeString(folder.resolve("groundtruth.txt"), "1,2,3,4\n5,6,7,8\n");
            Files.writeString(folder.resolve("absence.label"), "0\n1\n");
        }
        write("plain/train/list.txt", "GOT-10k_Train_000001\nGOT-10k_Train_000002\n");
        if (packing.equals("zip")) {
            write("packed/train/list.txt", "GOT-10k_Train_000001\nGOT-10k_Train_000002\n");
            Packing.zip(Packing.files(root.resolve("plain/train")),
                    root.resolve("packed/train/GOT-10k_Train_split_01.zip"));
        } else {
            Packing.lmdb(Packing.files(root.resolve("plain")), root.resolve("packed"));
        }
        write("packed/got10k_vot_train_split.txt", "1\n");
        SequenceSet set = open(new Got10k(), "vot-train", PackedFolder.open(root.resolve("packed")));
        assertEquals(List.of("GOT-10k_Train_000002"), set.names());
        Sequence sequence = set.sequence("GOT-10k_Train_000002");
        assertEquals(List.of(new Box(1, 2, 3, 4), new Box(5, 6, 7, 8)), sequence.boxes());
        assertEquals(List.of(true, false), sequence.visible());
        assertEquals(2, count(sequence));
    }

    @Test
    void trackingNetIsReadFromTheOfficialPacks() throws IOException {
        for (int part : new int[] {0, 11}) {
            write("plain" + part + "/anno/v_" + part + ".txt", "1,2,3,4\n5,6,7,8\n");
            images(root.resolve("plain" + part + "/frames/v_" + part), "%d.png", 0, 1);
            Packing.lmdb(Packing.files(root.resolve("plain" + part)), root.resolve("packed/TRAIN_" + part + "_lmdb"));
        }
        SequenceSet set = open(new TrackingNet(), "train", PackedFolder.open(root.resolve("packed")));
        assertEquals(List.of("v_0", "v_11"), set.names());
        assertEquals(new Box(5, 6, 7, 8), set.sequence("v_11").boxes().get(1));
        assertEquals(2, count(set.sequence("v_11")));
    }

    @Test
    void trackingNetCountsTheImagesInAnArchiveOfItsTestSet() throws IOException {
        write("TEST/anno/a-1.txt", "1,2,3,4\n");
        Files.createDirectories(root.resolve("TEST/zips"));
        Packing.zip(Packing.files(images(root.resolve("plain"), "%d.png", 0, 4)), root.resolve("TEST/zips/a-1.zip"));
        Sequence test = open(new TrackingNet(), "test").sequence("a-1");
        assertEquals(5, test.boxes().size());
        assertEquals(5, count(test));
    }

    @Test
    void trackingNetReadsFoldersAndZipArchivesAlike() throws IOException {
        write("TEST/anno/a-1.txt", "1,2,3,4\n");
        images(root.resolve("TEST/frames/a-1"), "%d.png", 0, 11);
        write("TRAIN_3/anno/b_0.txt", "1,2,3,4\n5,6,7,8\n");
        Files.createDirectories(root.resolve("TRAIN_3/zips"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(root.resolve("TRAIN_3/zips/b_0.zip")))) {
            for (int i : new int[] {0, 1}) {
                zip.putNextEntry(new ZipEntry(i + ".png"));
                zip.write(ImageFile.png(new Image(4, 4, new byte[48])));
            }
        }
        write("trackingnet_classmap.txt", "b_0\tpassenger car\n");
        Sequence test = open(new TrackingNet(), "test").sequence("a-1");
        assertEquals(12, test.boxes().size());
        assertEquals(12, count(test));
        Sequence train = open(new TrackingNet(), "train").sequence("b_0");
        assertEquals(2, count(train));
        assertEquals("passenger car", train.targetClass());
        assertEquals("An image of passenger car", train.sentence());
        Files.delete(root.resolve("TRAIN_3/anno/b_0.txt"));
        assertThrows(GladException.class, () -> open(new TrackingNet(), "train"));
    }

    @Test
    void vastTrackHidesTheTargetWhereTheBoxIsZero() throws IOException {
        Path folder = root.resolve("test/Aardwolf/Aardwolf-10");
        images(folder.resolve("imgs"), "%05d.png", 1, 2);
        Files.writeString(folder.resolve("Groundtruth.txt"), "1,2,3,4\n0,0,0,0\n");
        Files.writeString(folder.resolve("nlp.txt"), "an aardwolf, at night\n");
        SequenceSet set = open(new VastTrack(), "test");
        assertEquals(List.of("Aardwolf-10"), set.names());
        Sequence sequence = set.sequence("Aardwolf-10");
        assertEquals(List.of(true, false), sequence.visible());
        assertEquals("an aardwolf, at night", sequence.sentence());
        assertEquals("an aardwolf, at night", sequence.officialSentence());
        assertEquals("Aardwolf", sequence.targetClass());
        assertEquals(2, count(sequence));
        write("vasttrack_test_list.txt", "Zebra-1\nAardwolf-10\n");
        assertEquals(List.of("Zebra-1", "Aardwolf-10"), open(new VastTrack(), "test").names());
        assertFalse(open(new VastTrack(), "test").has("Zebra-1"));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private static Path images(Path folder, String pattern, int first, int last) throws IOException {
        Files.createDirectories(folder);
        for (int i = first; i <= last; i++) {
            ImageFile.write(new Image(4, 4, new byte[48]), folder.resolve(String.format(pattern, i)));
        }
        return folder;
    }

    private SequenceSet open(Dataset dataset, String split) {
        return open(dataset, split, root);
    }

    private static SequenceSet open(Dataset dataset, String split, Path root) {
        var options = JsonNodeFactory.instance.objectNode().put("split", split);
        return dataset.open(root, dataset.options().read("dataset", options));
    }

    private static int count(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            return frames.count();
        }
    }
}

package glad.datasets.classic.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutsTest {

    private static final String BOX = "1,1,2,2\n";

    @TempDir
    Path root;

    @Test
    void partsOfAUav123VideoBeginWithTheLastFrameOfThePartBefore() throws IOException {
        write("anno/UAV123/bike1.txt", BOX);
        write("anno/UAV123/car6_1.txt", BOX.repeat(3));
        write("anno/UAV123/car6_2.txt", BOX.repeat(2) + "NaN,NaN,NaN,NaN\n");
        write("anno/UAV123/car6_3.txt", BOX.repeat(2));
        write("anno/UAV123/car1_s.txt", BOX.repeat(2));
        images("data_seq/UAV123/car6", "%06d.png", 1, 6);
        images("data_seq/UAV123/car1_s", "%06d.png", 1, 2);
        SequenceSet set = open(root, new Uav123());
        assertEquals(List.of("bike1", "car1_s", "car6_1", "car6_2", "car6_3"), set.names());
        assertEquals(List.of(1, 2, 3), levels(set.sequence("car6_1")));
        assertEquals(List.of(3, 4, 5), levels(set.sequence("car6_2")));
        assertEquals(List.of(5, 6), levels(set.sequence("car6_3")));
        assertEquals(List.of(1, 2), levels(set.sequence("car1_s")));
        assertTrue(Double.isNaN(set.sequence("car6_2").boxes().get(2).w()));
        GladException e = assertThrows(GladException.class, () -> set.sequence("bike1").open());
        assertTrue(e.getMessage().contains("bike1"), e.getMessage());
    }

    @Test
    void nfsIsReadAsTrackersTakeIt() throws IOException {
        write("anno/nfs_Skiing_red.txt", "10\t20\t30\t40\n10\t20\t30\t40\n");
        images("sequences/Skiing_red", "%05d.png", 1, 3);
        SequenceSet set = open(root, new Nfs());
        assertEquals(List.of("nfs_Skiing_red"), set.names());
        assertEquals(new Box(10, 20, 30, 40), set.sequence("nfs_Skiing_red").boxes().get(0));
        assertEquals(List.of(1, 2), levels(set.sequence("nfs_Skiing_red")));
    }

    /** A file of corners at 30 frames per second may be thinned out or not, and may have a line more than images. */
    @ParameterizedTest
    @ValueSource(ints = {22, 16, 24, 3, 4})
    void nfsAsDownloadedHasCornersThatMayBelongToEveryImageOf240(int lines) throws IOException {
        StringBuilder corners = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            corners.append(lines > 4 || i == 0 ? "0 " + (10 + i) + " 20 30 60 " + i + " 0 0 0 \"ball\"\n"
                    : "0 " + (10 + 8 * i) + " 20 30 60 " + i + " 0 0 0 \"ball\"\n");
        }
        write("ball_1/30/ball_1.txt", corners.toString());
        int count = lines == 16 ? 2 : 3;
        images("ball_1/30/ball_1", "%05d.png", 1, count);
        write("ball_1/240/ball_1.txt", corners.toString());
        images("ball_1/240/ball_1", "%05d.png", 1, lines);
        SequenceSet set = open(root, new Nfs());
        assertEquals(List.of("nfs_ball_1"), set.names());
        Sequence slow = set.sequence("nfs_ball_1");
        assertEquals(count, slow.boxes().size());
        assertEquals(new Box(18, 20, 12, 40), slow.boxes().get(1));
        assertEquals(count, levels(slow).size());
        assertEquals(lines, levels(open(root, new Nfs(), "rate", "240").sequence("nfs_ball_1")).size());
        write("anno/nfs_ball_1.txt", "1\t1\t2\t2\n");
        assertThrows(GladException.class, () -> open(root, new Nfs(), "rate", "240"));
    }

    @Test
    void nfsAsDownloadedNamesDamage() throws IOException {
        write("ball_1/30/ball_1.txt", "0 1 2 3 4 0 0 0 0 \"ball\"\n");
        GladException none = assertThrows(GladException.class, () -> open(root, new Nfs()).sequence("nfs_ball_1"));
        assertTrue(none.getMessage().contains("without its images"), none.getMessage());
        write("ball_1/30/ball_1.txt", "0 1 2 3 4\n0 1 2\n");
        GladException torn = assertThrows(GladException.class, () -> open(root, new Nfs()).sequence("nfs_ball_1"));
        assertTrue(torn.getMessage().contains("line 2") && torn.getMessage().contains("0 1 2"), torn.getMessage());
    }

    @Test
    void anArchiveOfTheWholeDatasetIsReadInPlace() throws IOException {
        write("plain/UAV123/anno/UAV123/car6_1.txt", BOX.repeat(3));
        write("plain/UAV123/anno/UAV123/car6_2.txt", BOX.repeat(2));
        images("plain/UAV123/data_seq/UAV123/car6", "%06d.png", 1, 4);
        Packing.zip(Packing.files(root.resolve("plain")), root.resolve("Dataset_UAV123.zip"));
        SequenceSet set = open(PackedFolder.open(root.resolve("Dataset_UAV123.zip")), new Uav123());
        assertEquals(List.of("car6_1", "car6_2"), set.names());
        assertEquals(List.of(3, 4), levels(set.sequence("car6_2")));
    }

    @Test
    void tc128SaysWhichImagesCount() throws IOException {
        write("Airport_ce/Airport_ce_gt.txt", BOX.repeat(2));
        write("Airport_ce/Airport_ce_frames.txt", "3,4\n");
        images("Airport_ce/img", "%04d.png", 1, 6);
        assertEquals(List.of(3, 4), levels(open(root, new Tc128()).sequence("Airport_ce")));
        write("Airport_ce/Airport_ce_frames.txt", "all\n");
        assertThrows(GladException.class, () -> levels(open(root, new Tc128()).sequence("Airport_ce")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bag", "bag/color", "bag/img"})
    void votImagesMayLieInAnyOfItsPlaces(String place) throws IOException {
        write("list.txt", "bag\nball\n");
        write("bag/groundtruth.txt", "10,20,30,15,35,40,12,44\n");
        images(place, "%08d.png", 1, 1);
        SequenceSet set = open(root, new Vot());
        assertEquals(List.of("bag", "ball"), set.names());
        assertEquals(List.of(new Box(10, 15, 25, 29)), set.sequence("bag").boxes());
        assertEquals(List.of(1), levels(set.sequence("bag")));
        assertThrows(GladException.class, () -> set.sequence("ball"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uav123", "nfs", "tc128", "vot"})
    void anEmptyFolderIsRefused(String id) {
        Dataset dataset = switch (id) {
            case "uav123" -> new Uav123();
            case "nfs" -> new Nfs();
            case "tc128" -> new Tc128();
            default -> new Vot();
        };
        assertThrows(GladException.class, () -> open(root, dataset));
    }

    @Test
    void theRealVotSequenceIsRead() throws IOException {
        Path vot = Goldens.data().resolve("vot");
        Assumptions.assumeTrue(Files.isDirectory(vot), () -> "skipped: no VOT sequence at " + vot);
        Sequence bag = open(vot, new Vot()).sequence("bag");
        assertEquals(196, bag.boxes().size());
        assertEquals(291.827, bag.boxes().get(0).x(), 1e-9);
        assertEquals(442.173 - 291.827, bag.boxes().get(0).w(), 1e-9);
        try (Frames frames = bag.open()) {
            assertEquals(196, frames.count());
            assertEquals(480, frames.frame(195).width());
        }
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    /** Writes images that show their own numbers as grey levels. */
    private void images(String folder, String pattern, int first, int last) throws IOException {
        Files.createDirectories(root.resolve(folder));
        for (int i = first; i <= last; i++) {
            byte[] rgb = new byte[48];
            Arrays.fill(rgb, (byte) i);
            ImageFile.write(new Image(4, 4, rgb), root.resolve(folder).resolve(String.format(pattern, i)));
        }
    }

    private static SequenceSet open(Path root, Dataset dataset, String... option) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        if (option.length > 0) {
            options.put(option[0], option[1]);
        }
        return dataset.open(root, dataset.options().read("dataset", options));
    }

    private static List<Integer> levels(Sequence sequence) throws IOException {
        try (Frames frames = sequence.open()) {
            Integer[] levels = new Integer[frames.count()];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = frames.frame(i).sample(0, 0, 0);
            }
            return List.of(levels);
        }
    }
}

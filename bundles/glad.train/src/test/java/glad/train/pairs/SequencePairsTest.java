package glad.train.pairs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.data.PairSource;
import glad.api.data.SequenceSet;
import glad.api.data.TrainingPair;
import glad.datasets.images.internal.Coco;
import glad.datasets.lasot.internal.LaSot;
import glad.media.Crop;
import glad.media.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs from miniatures of a dataset of videos and of one of images, on disk. */
class SequencePairsTest {

    private static final int FRAMES = 24;
    private static final int SIDE = 80;
    private static final int BLUE = 205;

    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void onlyFramesThatShowTheTargetAreUsedAndTheSearchFrameFollows() throws IOException {
        video("cat-2");
        SequencePairs pairs = new SequencePairs("lasot", open(new LaSot()), plain("causal", 6), new Crop(2, 32),
                new Crop(4, 64), 7, warnings::add);
        boolean[] templates = new boolean[FRAMES];
        for (int i = 0; i < 400; i++) {
            TrainingPair pair = pairs.pair(i);
            int template = frame(pair.template());
            int search = frame(pair.search());
            assertTrue(search > template && search < template + 6, template + " and " + search);
            assertFalse(hidden(template) || hidden(search), template + " and " + search);
            assertEquals("a white cat, asleep", pair.sentence());
            // Boxes of 20 pixels lie in the middle of unjittered crops of 40 and 80: half a pixel off, as officially.
            assertEquals(0.5 - 0.5 / 32, pair.templateBox().cx(), 1e-9);
            assertEquals(0.5, pair.templateBox().w(), 1e-9);
            assertEquals(0.25, pair.searchBox().h(), 1e-9);
            templates[template] = true;
        }
        for (int frame = 0; frame < FRAMES - 2; frame++) {
            assertEquals(!hidden(frame), templates[frame], "frame " + frame);
        }
        assertTrue(warnings.get(0).contains("1119 of 1120 sequences aren't there"), warnings.toString());
    }

    @Test
    void aImageIsTemplateAndSearchRegionOfItsPair() throws IOException {
        Path images = Files.createDirectories(root.resolve("images/train2017"));
        Files.createDirectories(root.resolve("annotations"));
        ImageFile.write(flat(37), images.resolve("9.png"));
        ImageFile.write(flat(90), images.resolve("10.png"));
        Files.writeString(root.resolve("annotations/instances_train2017.json"), """
                {"images": [{"id": 9, "file_name": "9.png"}, {"id": 10, "file_name": "10.png"}],
                 "annotations": [{"id": 51, "image_id": 9, "category_id": 18, "bbox": [30, 30, 20, 20]},
                                 {"id": 52, "image_id": 10, "category_id": 18, "bbox": [30, 30, 0, 20]},
                                 {"id": 53, "image_id": 10, "category_id": 18, "bbox": [40, 30, 10, 20]}],
                 "categories": [{"id": 18, "name": "dog", "supercategory": "animal"}]}
                """);
        SequencePairs pairs = new SequencePairs("coco", open(new Coco()), plain("causal", 200), new Crop(2, 32),
                new Crop(4, 64), 7, warnings::add);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            TrainingPair pair = pairs.pair(i);
            assertEquals(level(pair.template()), level(pair.search()));
            assertEquals("An image of dog, animal", pair.sentence());
            counts.merge(level(pair.template()), 1, Integer::sum);
        }
        assertEquals(Set.of(37, 90), counts.keySet());
        assertEquals(0.5, counts.get(37) / 400.0, 0.08);
    }

    @Test
    void aPairFollowsFromSeedAndNumberWhateverTheThreads() throws Exception {
        video("cat-2");
        video("cat-4");
        PairSource pairs = full(warnings::add, 5);
        List<TrainingPair> inOrder = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            inOrder.add(pairs.pair(i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            PairSource again = full(warnings::add, 5);
            List<Future<TrainingPair>> backwards = new ArrayList<>();
            for (int i = 59; i >= 0; i--) {
                int number = i;
                backwards.add(threads.submit(() -> again.pair(number)));
            }
            for (int i = 0; i < 60; i++) {
                assertSame(inOrder.get(i), backwards.get(59 - i).get());
            }
        } finally {
            threads.shutdownNow();
        }
        PairSource other = full(warnings::add, 6);
        int equal = 0;
        for (int i = 0; i < 60; i++) {
            equal += other.pair(i).searchBox().equals(inOrder.get(i).searchBox()) ? 1 : 0;
        }
        assertTrue(equal < 6, equal + " equal pairs of another seed");
    }

    @Test
    void looksAndJitterHaveTheirShares() throws IOException {
        video("cat-2");
        PairSource pairs = full(warnings::add, 5);
        int count = 1200;
        int grey = 0;
        double brightest = 0;
        double darkest = 9;
        for (int i = 0; i < count; i++) {
            TrainingPair pair = pairs.pair(i);
            int red = pair.template().sample(16, 16, 0);
            int green = pair.template().sample(16, 16, 1);
            int blue = pair.template().sample(16, 16, 2);
            boolean coloured = blue != green;
            grey += coloured ? 0 : 1;
            if (coloured) { // blue is the same throughout
                brightest = Math.max(brightest, blue / (double) BLUE);
                darkest = Math.min(darkest, blue / (double) BLUE);
            }
            assertEquals(red, green, "the frames' red is their green");
        }
        assertEquals(0.05, grey / (double) count, 0.02);
        assertEquals(1.2, brightest, 0.01);
        assertEquals(0.8, darkest, 0.01);
        assertEquals(1, warnings.size(), "sequences that aren't there, and nothing else: " + warnings);
    }

    @Test
    void aDamagedFrameIsPassedOverAndToldOnce() throws IOException {
        video("cat-2");
        video("cat-4");
        Path damaged = root.resolve("cat/cat-4/img/00000009.png");
        Files.write(damaged, new byte[] {1, 2, 3});
        SequencePairs pairs = full(warnings::add, 5);
        for (int i = 0; i < 150; i++) {
            assertTrue(frame(pairs.pair(i).template()) >= 0);
        }
        List<String> told = warnings.stream().filter(warning -> warning.contains(damaged.toString())).toList();
        assertEquals(1, told.size(), warnings.toString());
        assertTrue(told.get(0).contains("passed over"), told.get(0));
        assertEquals(1, pairs.damaged());
    }

    @Test
    void tooMuchDamageEndsTheTraining() throws IOException {
        video("cat-2");
        for (int i = 1; i <= FRAMES; i++) {
            Files.write(root.resolve("cat/cat-2/img/%08d.png".formatted(i)), new byte[0]);
        }
        SequencePairs pairs = full(warnings::add, 5);
        GladException e = assertThrows(GladException.class, () -> pairs.pair(0));
        assertEquals(1, e.exitCode());
        assertTrue(e.getMessage().contains("21 of 21 draws") && e.getMessage().contains(".png"), e.getMessage());
    }

    @Test
    void aDatasetWithNothingToUseSaysSo() throws IOException {
        GladException none = assertThrows(GladException.class, () -> full(warnings::add, 5));
        assertTrue(none.getMessage().contains("none of its 1120 sequences"), none.getMessage());
        video("cat-2");
        Files.writeString(root.resolve("cat/cat-2/out_of_view.txt"), "1,".repeat(FRAMES - 1) + "1");
        GladException hidden = assertThrows(GladException.class, () -> full(warnings::add, 5).pair(0));
        assertTrue(hidden.getMessage().contains("visible target"), hidden.getMessage());
    }

    @Test
    void sourcesGiveTheirSharesOfPairs() {
        List<MixedPairs.Share> shares = new ArrayList<>();
        int[] counts = new int[3];
        double[] weights = {1, 2.5, 0.5};
        for (int source = 0; source < 3; source++) {
            int number = source;
            shares.add(new MixedPairs.Share(index -> {
                counts[number]++;
                return null;
            }, weights[source]));
        }
        MixedPairs mixed = new MixedPairs(shares, 11);
        for (int i = 0; i < 40000; i++) {
            mixed.pair(i);
        }
        for (int source = 0; source < 3; source++) {
            assertEquals(weights[source] / 4, counts[source] / 40000.0, 0.01);
        }
    }

    private SequencePairs full(Consumer<String> told, long seed) {
        return new SequencePairs("lasot", open(new LaSot()), Sampling.read(JsonNodeFactory.instance.objectNode()),
                new Crop(2, 32), new Crop(4, 64), seed, told);
    }

    /** Sampling without any change of looks or place. */
    private static Sampling plain(String mode, int gap) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("mode", mode).put("max_gap", gap);
        for (String key : List.of("search_centre_jitter", "search_scale_jitter", "grey", "flip", "crop_flip", "brightness")) {
            node.put(key, 0);
        }
        return Sampling.read(node);
    }

    private SequenceSet open(Dataset dataset) {
        return dataset.open(root, dataset.options().read("dataset",
                JsonNodeFactory.instance.objectNode().put("split", "train")));
    }

    /** Frames 4 to 7 are hidden, frame 10 has no box. */
    private static boolean hidden(int frame) {
        return frame >= 4 && frame < 8 || frame == 10;
    }

    private void video(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve("cat").resolve(name).resolve("img")).getParent();
        StringBuilder boxes = new StringBuilder();
        StringBuilder occluded = new StringBuilder();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < FRAMES; i++) {
            ImageFile.write(flat(10 * i), folder.resolve("img/%08d.png".formatted(i + 1)));
            boxes.append(i == 10 ? "0,0,0,0\n" : "30,30,20,20\n");
            occluded.append(i >= 4 && i < 6 ? 1 : 0).append(i < FRAMES - 1 ? "," : "");
            out.append(i >= 6 && i < 8 ? 1 : 0).append(i < FRAMES - 1 ? "," : "");
        }
        Files.writeString(folder.resolve("groundtruth.txt"), boxes);
        Files.writeString(folder.resolve("full_occlusion.txt"), occluded);
        Files.writeString(folder.resolve("out_of_view.txt"), out);
        Files.writeString(folder.resolve("nlp.txt"), "a white cat, asleep\n");
    }

    /** A frame whose red and green tell its number, ten levels each; blue is always the same. */
    private static Image flat(int level) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) level;
            rgb[i + 1] = (byte) level;
            rgb[i + 2] = (byte) BLUE;
        }
        return new Image(SIDE, SIDE, rgb);
    }

    private static int level(Image crop) {
        return crop.sample(crop.width() / 2, crop.height() / 2, 0);
    }

    private static int frame(Image crop) {
        return Math.round(level(crop) / 10f);
    }

    private static void assertSame(TrainingPair a, TrainingPair b) {
        assertEquals(a.templateBox(), b.templateBox());
        assertEquals(a.searchBox(), b.searchBox());
        assertArrayEquals(a.template().rgb(), b.template().rgb());
        assertArrayEquals(a.search().rgb(), b.search().rgb());
    }
}

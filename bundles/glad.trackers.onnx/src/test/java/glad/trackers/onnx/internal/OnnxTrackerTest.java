package glad.trackers.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.trackers.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trackers of the test's own models, whose answers are computed here as well. */
class OnnxTrackerTest {

    private static final int SIDE = 320;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        OwnModels.whole(folder);
        OwnModels.split(folder);
    }

    private TrackerFactory factory(String entry) throws IOException {
        return new OnnxTrackers().of(new Entry(folder.resolve("trackers.yaml"), "own", new YAMLMapper().readTree(entry)));
    }

    private static void set(byte[] rgb, int x, int y, int channel, int value) {
        rgb[(y * SIDE + x) * 3 + channel] = (byte) value;
    }

    /** Green 51 and blue 25.5 on the average all over, and red in one cell of the crop round the middle. */
    private static Image redAt(int column, int row) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        int left = SIDE / 2 - 128;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                set(rgb, x, y, 1, 51);
                set(rgb, x, y, 2, 25 + (x + y) % 2);
                if ((x - left) / 16 == column && (y - left) / 16 == row) {
                    set(rgb, x, y, 0, 204);
                }
            }
        }
        return new Image(SIDE, SIDE, rgb);
    }

    @Test
    void scoreSizeAndOffsetMapsBecomeABox() throws IOException {
        Image frame = redAt(9, 5);
        Box middle = Box.centred(160, 160, 64, 64); // four times as large a crop is one pixel to one
        try (Tracker tracker = factory("{onnx: whole.yaml}").create()) {
            assertEquals(new TrackStep(middle, 1), tracker.start(frame, middle, ""));
            TrackStep found = tracker.next(frame);
            // Of 256 pixels: the centre's column (9 + 0.5) / 16, row (5 + 0.25) / 16; width 0.25 + 51 / 255, height 0.125 + 25.5 / 255.
            Box expected = Box.centred(160 - 128 + 9.5 * 16, 160 - 128 + 5.25 * 16, 0.45 * 256, 0.225 * 256);
            assertEquals(1, expected.iou(found.box()), 1e-4, found.box() + " isn't " + expected);
            assertEquals(0.8, found.confidence(), 1e-5);
            tracker.correct(middle);
            assertEquals(found, tracker.next(frame), "the search begins where it was told");
        }
    }

    /** A frame of noise in blocks, and a patch of other noise with a corner at x, y. */
    private static Image patchAt(int x, int y) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        Random noise = new Random(3);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (118 + noise.nextInt(20));
        }
        Random patch = new Random(4);
        for (int block = 0; block < 64; block++) {
            for (int channel = 0; channel < 3; channel++) {
                int value = patch.nextInt(256);
                for (int i = 0; i < 64; i++) {
                    set(rgb, x + block % 8 * 8 + i % 8, y + block / 8 * 8 + i / 8, channel, value);
                }
            }
        }
        return new Image(SIDE, SIDE, rgb);
    }

    /** Means of 8x8 pixels of a square that begins at left, top, as numbers from -1 to 1. */
    private static double[][][] means(Image frame, int left, int top, int cells) {
        double[][][] means = new double[3][cells][cells];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < cells * 8; y++) {
                for (int x = 0; x < cells * 8; x++) {
                    means[channel][y / 8][x / 8] += (frame.sample(left + x, top + y, channel) - 127.5) / 127.5 / 64;
                }
            }
        }
        return means;
    }

    @Test
    void anEncoderAndAHeadFindWhereTheFeaturesOfBothCropsCorrelateMost() throws IOException {
        Image first = patchAt(112, 128);
        Image second = patchAt(112 + 24, 128 - 16);
        Box box = new Box(128, 144, 32, 32); // with its context 64x64, one pixel to one
        try (Tracker tracker = factory("{onnx: split.yaml, threads: 1}").create()) {
            tracker.start(first, box, "it reads none");
            TrackStep found = tracker.next(second);
            // From the centre in 0-based pixels, half of the crop's side back, and down to a whole pixel.
            double[][][] kernel = means(first, 128 + 16 - 32 - 1, 144 + 16 - 32 - 1, 8);
            double[][][] region = means(second, 128 + 16 - 64 - 1, 144 + 16 - 64 - 1, 16);
            double most = Double.NEGATIVE_INFINITY;
            int best = 0;
            for (int cell = 0; cell < 81; cell++) {
                double sum = 0;
                for (int i = 0; i < 3 * 64; i++) {
                    sum += kernel[i / 64][i / 8 % 8][i % 8] * region[i / 64][cell / 9 + i / 8 % 8][cell % 9 + i % 8];
                }
                if (sum > most) {
                    most = sum;
                    best = cell;
                }
            }
            assertEquals(7, best % 9, "24 pixels to the right of the middle");
            assertEquals(2, best / 9, "16 up");
            assertEquals(new Box(128 + 24 - 0.5, 144 - 16 - 0.5, 32, 32), found.box());
            assertEquals(1 / (1 + Math.exp(-most)), found.confidence(), 1e-6);
        }
    }

    @Test
    void penaltyWindowAndRateAreThoseOfSiameseTrackers() {
        float[] scores = new float[9];
        scores[5] = 2; // to the right of the middle
        float[] edges = new float[36];
        Arrays.fill(edges, 10);
        edges[2 * 9 + 5] = 30;
        View view = new View(new Image(1, 1, new byte[3]), 100, 80, 0.5, 400, 400);
        Map<String, Maps> maps = Map.of("s", new Maps(scores, 1, 3), "d", new Maps(edges, 4, 3));
        // A box of 40x40 in the frame is 20x20 in the crop; the one found there is 40x20, twice as wide and larger by sqrt(70 * 50) / 40.
        double score = 1 / (1 + Math.exp(-2));
        double penalty = Math.exp(-0.1 * (Math.sqrt(70.0 * 50) / 40 * 2 - 1));
        Decoding.Found found = new DistanceMaps("s", "d", 16, 0.1, 0.1, 0.5).decode(maps, view, Box.centred(100, 80, 40, 40));
        double follow = penalty * score * 0.5;
        assertEquals(score, found.confidence(), 1e-12);
        assertEquals(100 + (16 + 0.5 * (30 - 10)) / 0.5, found.box().cx(), 1e-9);
        assertEquals(80, found.box().cy(), 1e-9);
        assertEquals((20 * (1 - follow) + 40 * follow) / 0.5, found.box().w(), 1e-9);
        assertEquals(40, found.box().h(), 1e-9);
        // With much weight on the window the middle wins: its weight is 1 and that of the edge 0.
        assertEquals(100, new DistanceMaps("s", "d", 16, 0.1, 0.8, 0.5).decode(maps, view, Box.centred(100, 80, 40, 40)).box().cx(), 1e-9);
        // Two channels: the second's odds.
        float[] two = new float[18];
        two[9 + 4] = 3;
        two[4] = 1;
        assertEquals(score, new DistanceMaps("s", "d", 16, 0, 0, 0).decode(Map.of("s", new Maps(two, 2, 3), "d", new Maps(edges, 4, 3)), view,
                Box.centred(100, 80, 40, 40)).confidence(), 1e-12);
    }

    @Test
    void theContentIsThatOfTheFilesAndTheRuntime() throws IOException {
        SortedMap<String, String> before = factory("{onnx: split.yaml}").content();
        assertEquals(Set.of("onnxruntime", "threads", "recipe", "model encoder.onnx", "model head.onnx"), before.keySet());
        OwnModels.whole(folder);
        Files.move(folder.resolve("whole.onnx"), folder.resolve("head.onnx"), StandardCopyOption.REPLACE_EXISTING);
        assertNotEquals(before, factory("{onnx: split.yaml}").content());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "input: x| input: search| whole.onnx\" has no input \"search\"; it has z float[1, 3, 128, 128], x float[1, 3, 256, 256]",
        "size: size_map| size: sizes| has no output \"sizes\"; it has score_map float[1, 1, 16, 16], size_map float[1, 2, 16, 16], offset_map",
        "size: 256| size: 255| input \"x\" of model|",
        "size: 256| size: 255| has the shape [1, 3, 256, 256]; expected [1, 3, 255, 255]",
        "score: score_map| score: size_map| output \"size_map\" of model",
        "score: score_map| score: size_map| has the shape [1, 2, 16, 16]; expected [1, 1, side, side]",
        "model: whole.onnx| model: hole.onnx| hole.onnx\" isn't there; expected an ONNX file",
        "model: whole.onnx| model: whole.yaml| whole.yaml\" can't be loaded by ONNX Runtime",
        "crop: area| crop: context| unknown key of tracker \"own\"",
        "crop: area| crop: square| Known: area, context",
        "window: false| window: 0.4| is \"0.4\"; expected true or false",
        "window: false| rate: 0.4| no such key with this \"decode\", which takes outputs, window",
        "std: [255, 255, 255]| std: [255, 255]| expected three numbers, one for each channel, none of them 0",
        "factor: 4| factor: wide| is \"wide\"; expected a number from 0.1 to 100",
        "decode: centre| decode: center| did you mean \"centre\"?"})
    void whatDoesNotFitTheModelIsRefusedInOneLineThatListsWhatItHas(String from, String to, String expected) throws IOException {
        assertTrue(OwnModels.WHOLE.contains(from.strip()));
        Files.writeString(folder.resolve("whole.yaml"), OwnModels.WHOLE.replace(from.strip(), to.strip()));
        TrackerFactory factory = factory("{onnx: whole.yaml}");
        GladException problem = assertThrows(GladException.class, factory::create);
        assertEquals(2, problem.exitCode());
        assertTrue(problem.getMessage().contains(expected.strip()) && problem.getMessage().lines().count() == 1, problem.getMessage());
    }

    @Test
    void aRecipeThatIsNotThereIsRefused() throws IOException {
        String problem = assertThrows(GladException.class, factory("{onnx: none.yaml}")::create).getMessage();
        assertTrue(problem.contains("none.yaml\" can't be read") && problem.lines().count() == 1, problem);
        assertTrue(assertThrows(GladException.class, factory("{onnx: none.yaml}")::content).getMessage().contains("none.yaml\" isn't there"));
        assertThrows(GladException.class, () -> factory("{onnx: whole.yaml, threads: 0}"));
    }
}

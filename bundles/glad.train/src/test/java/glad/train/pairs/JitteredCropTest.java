package glad.train.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.Image;
import glad.base.SeededRandom;
import glad.media.Crop;
import glad.media.CropGeometry;
import glad.media.ImageFile;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitteredCropTest {

    /** The key of a golden, its centre jitter, scale jitter, factor and size. */
    @ParameterizedTest
    @CsvSource({"search_256, 3.5, 0.5, 4, 256", "search_384, 4.5, 0.5, 5, 384", "template_512, 0, 0, 2, 512"})
    void strayBoxesAndTheirCropsAreTheOfficialOnes(String key, double centre, double scale, double factor, int size)
            throws IOException {
        JitteredCrop crop = new JitteredCrop(new Crop(factor, size), new Sampling.Jitter(centre, scale));
        Image frame = image("face400x300.png");
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("prep/jitter.safetensors", manager)) {
            double[] targets = Goldens.doubles(goldens.get("gt_xywh"));
            double[] normal = Goldens.doubles(goldens.get(key + ".randn"));
            double[] uniform = Goldens.doubles(goldens.get(key + ".rand"));
            double[] places = Goldens.doubles(goldens.get(key + ".jittered_xywh"));
            double[] inCrop = Goldens.doubles(goldens.get(key + ".box_crop_norm_xywh"));
            long[] sums = goldens.get(key + ".crop_sum").toLongArray();
            int cut = 0;
            for (int i = 0; i < 16; i++) {
                Box target = box(targets, i);
                Box place = crop.jittered(target, normal[2 * i], normal[2 * i + 1], uniform[2 * i], uniform[2 * i + 1]);
                assertClose(box(places, i), place, 1e-4);
                Optional<JitteredCrop.Cut> made = crop.around(box(places, i), frame, target);
                if (made.isPresent()) {
                    cut++;
                    assertEquals(sums[i], sum(made.get().image()), key + " " + i);
                    assertClose(box(inCrop, i), made.get().box(), 2e-5);
                }
            }
            assertEquals(16, cut);
        }
    }

    @Test
    void boxesAreCarriedIntoCropsAsTheOfficialCodeDoes() {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("prep/jitter.safetensors", manager)) {
            double[] targets = Goldens.doubles(goldens.get("gt_xywh"));
            for (int i = 0; i < 8; i++) {
                double[] expected = Goldens.doubles(goldens.get("t2c." + i));
                CropGeometry crop = new CropGeometry(box(targets, 8 + i), 0, 0, 0, 256, 1.7 + 0.1 * i);
                Box found = JitteredCrop.inCrop(box(targets, i), crop);
                assertClose(box(expected, 0), new Box(found.x() * 256, found.y() * 256, found.w() * 256, found.h() * 256), 2e-3);
            }
        }
    }

    @Test
    void overlapsAreTheOfficialOnes() {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("prep/jitter.safetensors", manager)) {
            double[] targets = Goldens.doubles(goldens.get("gt_xywh"));
            double[] overlaps = Goldens.doubles(goldens.get("iou_one_vs_many"));
            for (int i = 0; i < overlaps.length; i++) {
                assertEquals(overlaps[i], box(targets, 0).iou(box(targets, i)), 1e-5, "box " + i);
            }
        }
    }

    @Test
    void aCropThatShowsOnlyPaddingOrNotTheTargetsCentreIsDrawnAgain() throws IOException {
        Image frame = image("face400x300.png");
        JitteredCrop crop = new JitteredCrop(new Crop(2, 64), new Sampling.Jitter(0, 0));
        Box target = new Box(100, 100, 40, 40);
        assertTrue(crop.around(target, frame, target).isPresent());
        assertFalse(crop.around(new Box(1000, 1000, 40, 40), frame, target).isPresent(), "beside the frame");
        assertFalse(crop.around(new Box(200, 100, 40, 40), frame, target).isPresent(), "beside the target");
        Box edge = new Box(438, 100, 40, 40);
        assertFalse(crop.around(edge, frame, new Box(430, 100, 40, 40)).isPresent(), "less than a pixel of the frame");
        Box wide = new Box(380, 100, 40, 40);
        assertTrue(crop.around(wide, frame, wide).isPresent());
    }

    @Test
    void theTargetsCentreStaysInOfficialSearchCrops() throws IOException {
        Image frame = image("face400x300.png");
        JitteredCrop crop = new JitteredCrop(new Crop(4, 64), new Sampling.Jitter(3.5, 0.5));
        SeededRandom random = new SeededRandom(1);
        Box target = new Box(150, 100, 60, 40);
        double smallest = 1;
        double largest = 0;
        double logs = 0;
        double squares = 0;
        for (int i = 0; i < 1000; i++) {
            Box box = crop.of(frame, target, random).orElseThrow().box();
            smallest = Math.min(smallest, box.cx());
            largest = Math.max(largest, box.cx());
            double log = Math.log(box.w() * 4 / Math.sqrt(60 / 40.0));
            logs += log / 1000;
            squares += log * log / 1000;
        }
        // 3.5 of 4 box sizes: the middle 7/8 of the crop. The area's half logarithm has a deviation of 0.5 / sqrt(2).
        assertEquals(1 / 16.0, smallest, 0.02);
        assertEquals(15 / 16.0, largest, 0.02);
        assertEquals(0, logs, 0.03);
        assertEquals(0.5 / Math.sqrt(2), Math.sqrt(squares), 0.03);
    }

    static Image image(String name) throws IOException {
        try (InputStream in = JitteredCropTest.class.getResourceAsStream("/goldens/prep/images/" + name)) {
            return ImageFile.decode(in.readAllBytes(), name);
        }
    }

    private static void assertClose(Box expected, Box actual, double tolerance) {
        assertEquals(expected.x(), actual.x(), tolerance);
        assertEquals(expected.y(), actual.y(), tolerance);
        assertEquals(expected.w(), actual.w(), tolerance);
        assertEquals(expected.h(), actual.h(), tolerance);
    }

    private static Box box(double[] values, int i) {
        return new Box(values[4 * i], values[4 * i + 1], values[4 * i + 2], values[4 * i + 3]);
    }

    private static long sum(Image image) {
        long sum = 0;
        for (byte sample : image.rgb()) {
            sum += sample & 0xff;
        }
        return sum;
    }
}

package glad.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import glad.api.Image;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageNetTest {

    @Test
    void normalisedCropsAreTheOfficialOnes() throws IOException {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.resource("prep/preprocess-part.safetensors", manager)) {
            for (JsonNode c : CropTest.officialCases()) {
                float[] chw = ImageNet.normalise(CropTest.crop(c).image());
                String name = String.format("c%02d", c.get("case").asInt());
                Goldens.assertClose(name, goldens.get(name + ".pre_stats").toDoubleArray(), stats(chw), 1e-4);
                if (goldens.has(name + ".pre_strided")) {
                    compare(goldens.get(name + ".pre_strided"), chw, c);
                }
            }
        }
    }

    @Test
    void everyStridedSampleOfAllCasesIsTheOfficialOne() throws IOException {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.shared("prep/preprocess.safetensors", manager)) {
            for (JsonNode c : CropTest.officialCases()) {
                String name = String.format("c%02d.pre_strided", c.get("case").asInt());
                compare(goldens.get(name), ImageNet.normalise(CropTest.crop(c).image()), c);
            }
        }
    }

    @Test
    void aImageCanBeWrittenIntoTheMiddleOfABatch() {
        Image image = new Image(2, 1, new byte[] {0, 10, 20, (byte) 200, (byte) 210, (byte) 220});
        float[] batch = new float[10];
        ImageNet.normalise(image, batch, 3);
        assertArrayEquals(ImageNet.normalise(image), Arrays.copyOfRange(batch, 3, 9));
        assertEquals(0, batch[2]);
        assertEquals(0, batch[9]);
    }

    private static void compare(NDArray expected, float[] chw, JsonNode c) {
        int size = c.get("output_sz").asInt();
        int stride = c.get("pre_stride").asInt();
        int across = (int) expected.getShape().get(3);
        double[] strided = new double[3 * across * across];
        for (int i = 0; i < strided.length; i++) {
            int y = i / across % across * stride;
            strided[i] = chw[(i / (across * across) * size + y) * size + i % across * stride];
        }
        Goldens.assertClose("case " + c.get("case"), Goldens.doubles(expected), strided, 0);
    }

    private static double[] stats(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float v : values) {
            sum += v;
            squares += (double) v * v;
        }
        double mean = sum / values.length;
        return new double[] {mean, Math.sqrt(squares / values.length - mean * mean), Math.sqrt(squares)};
    }
}

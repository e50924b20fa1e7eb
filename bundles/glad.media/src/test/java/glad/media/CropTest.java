package glad.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CropTest {

    static List<JsonNode> officialCases() throws IOException {
        return StreamSupport.stream(Prep.json("crops.json").get("cases").spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("officialCases")
    void reproducesTheOfficialCropByteForByte(JsonNode c) throws IOException {
        Cropped crop = crop(c);
        long sum = 0;
        for (byte sample : crop.image().rgb()) {
            sum += sample & 0xff;
        }
        assertEquals(c.get("crop_sum").asLong(), sum, "sum of all samples");
        assertEquals(c.get("resize_factor").asDouble(), crop.geometry().resizeFactor());
        assertEquals(c.get("x1").asInt(), crop.geometry().left());
        assertEquals(c.get("y1").asInt(), crop.geometry().top());
        assertEquals(c.get("crop_sz").asInt(), crop.geometry().side());
        String png = c.get("crop_png").asText();
        if (Prep.has(png)) {
            assertEquals(0, Prep.gap(Prep.image(png), crop.image()), "largest difference in levels");
        }
    }

    @Test
    void enoughOfficialCropsComeWithTheirPixels() throws IOException {
        assertTrue(officialCases().stream().filter(c -> Prep.has(c.get("crop_png").asText())).count() >= 16);
    }

    @Test
    void boxesThatTheOfficialCodeSquashesOrRefusesAreErrorsThatQuoteThem() throws IOException {
        for (JsonNode c : Prep.json("crops.json").get("degenerate")) {
            Image frame = Prep.image("images/" + c.get("image").asText() + ".png");
            GladException e = assertThrows(GladException.class, () -> new Crop(4, 256).of(frame, box(c)));
            assertEquals(2, e.exitCode());
            assertTrue(e.getMessage().contains("\"" + c.get("box_xywh").get(0).asDouble() + ","), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -3, Double.NaN, Double.POSITIVE_INFINITY, 1e9})
    void aWidthThatIsNoSizeIsAnError(double w) {
        Image frame = new Image(8, 8, new byte[8 * 8 * 3]);
        assertThrows(GladException.class, () -> new Crop(2, 16).of(frame, new Box(2, 2, w, 4)));
    }

    @Test
    void meanPaddingShowsTheFramesMeanColourOutsideTheFrame() {
        byte[] rgb = new byte[20 * 10 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) (i < rgb.length / 2 ? 200 : 100);
            rgb[i + 1] = 7;
        }
        Image frame = new Image(20, 10, rgb);
        Image black = new Crop(4, 40).of(frame, new Box(0, 0, 10, 10)).image();
        Image mean = new Crop(4, 40, Crop.Padding.MEAN).of(frame, new Box(0, 0, 10, 10)).image();
        assertArrayEquals(new int[] {0, 0, 0}, pixel(black, 0, 0));
        assertArrayEquals(new int[] {150, 7, 0}, pixel(mean, 0, 0));
        assertArrayEquals(pixel(black, 20, 20), pixel(mean, 20, 20));
        assertFalse(Arrays.equals(black.rgb(), mean.rgb()));
    }

    private static int[] pixel(Image image, int x, int y) {
        return new int[] {image.sample(x, y, 0), image.sample(x, y, 1), image.sample(x, y, 2)};
    }

    static Cropped crop(JsonNode c) throws IOException {
        return new Crop(c.get("factor").asDouble(), c.get("output_sz").asInt())
                .of(Prep.image(c.get("image").asText()), box(c));
    }

    private static Box box(JsonNode c) {
        JsonNode b = c.get("box_xywh");
        return new Box(b.get(0).asDouble(), b.get(1).asDouble(), b.get(2).asDouble(), b.get(3).asDouble());
    }
}

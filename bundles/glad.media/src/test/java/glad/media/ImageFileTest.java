package glad.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Image;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

    @TempDir
    Path folder;

    static JsonNode[] officialJpegs() throws IOException {
        return StreamSupport.stream(Prep.json("misc.json").get("jpeg").spliterator(), false)
                .filter(pair -> Prep.has(pair.get("decoded").asText()))
                .toArray(JsonNode[]::new);
    }

    @ParameterizedTest
    @MethodSource("officialJpegs")
    void jpegsDecodeAsInTheOfficialCode(JsonNode pair) throws IOException {
        int gap = Prep.gap(Prep.image(pair.get("decoded").asText()), Prep.image(pair.get("jpeg").asText()));
        assertTrue(gap <= 1, "largest difference in levels: " + gap);
    }

    @Test
    void pngFilesKeepEveryByteAndLeaveNothingBeside() throws IOException {
        Image image = Prep.image("images/noise128x96.png");
        Path file = folder.resolve("copy.png");
        ImageFile.write(image, file);
        assertArrayEquals(image.rgb(), ImageFile.read(file).rgb());
        assertArrayEquals(image.rgb(), ImageFile.decode(ImageFile.png(image), "memory").rgb());
        assertEquals(1, folder.toFile().list().length);
    }

    @Test
    void jpegQualityDecidesSizeAndLikeness() throws IOException {
        Image image = Prep.image("images/synth320x240.png");
        byte[] good = ImageFile.jpeg(image, 95);
        byte[] poor = ImageFile.jpeg(image, 20);
        assertTrue(poor.length < good.length / 2, poor.length + " of " + good.length);
        assertTrue(meanGap(image, ImageFile.decode(good, "good")) < meanGap(image, ImageFile.decode(poor, "poor")));
    }

    @Test
    void exifOrientationTurnsTheImageUpright() throws IOException {
        byte[] rgb = new byte[32 * 16 * 3];
        Arrays.fill(rgb, 0, rgb.length / 2, (byte) 255);
        byte[] lying = ImageFile.jpeg(new Image(32, 16, rgb), 95);
        Image upright = ImageFile.decode(withOrientation(lying, 6), "turned by 90 degrees");
        assertEquals(16, upright.width());
        assertEquals(32, upright.height());
        // The white upper half of the stored image is the right half of the upright one.
        assertTrue(upright.sample(14, 16, 0) > 200);
        assertTrue(upright.sample(2, 16, 0) < 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100, 6000, 12000})
    void aFileThatIsCutShortIsAnErrorThatNamesIt(int length) throws IOException {
        byte[] whole = Prep.bytes("jpeg/j2_synth320x240_q95_420.jpg");
        Path file = folder.resolve("cut.jpg");
        Files.write(file, Arrays.copyOf(whole, length));
        IOException e = assertThrows(IOException.class, () -> ImageFile.read(file));
        assertTrue(e.getMessage().contains("cut.jpg"), e.getMessage());
    }

    @Test
    void aCutPngIsAnErrorThatNamesIt() throws IOException {
        byte[] whole = Prep.bytes("images/noise128x96.png");
        IOException e = assertThrows(
                IOException.class, () -> ImageFile.decode(Arrays.copyOf(whole, whole.length / 2), "half.png"));
        assertTrue(e.getMessage().contains("half.png"), e.getMessage());
    }

    @Test
    void aMissingFileIsAnErrorThatNamesIt() {
        Path missing = folder.resolve("missing.png");
        assertTrue(assertThrows(IOException.class, () -> ImageFile.read(missing)).getMessage().contains("missing.png"));
    }

    @Test
    void anUnknownExtensionIsRefusedBeforeAnythingIsWritten() {
        Path file = folder.resolve("image.xyz");
        Image image = new Image(2, 2, new byte[12]);
        GladException e = assertThrows(GladException.class, () -> ImageFile.write(image, file));
        assertTrue(e.getMessage().contains("\"image.xyz\""), e.getMessage());
        assertFalse(Files.exists(file));
    }

    private static double meanGap(Image a, Image b) {
        long sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
        }
        return sum / (double) a.rgb().length;
    }

    /** Puts an EXIF block with one entry, the orientation, behind the JPEG's first marker. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
            0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(exif);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}

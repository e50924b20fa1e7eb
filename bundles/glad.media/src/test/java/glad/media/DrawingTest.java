package glad.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingTest {

    private static final Image GREY = grey(160, 120);

    @Test
    void boxesAreDrawnInTheirColoursOnACopy() {
        Annotation both = new Annotation(new Box(20, 40, 50, 30), new Box(90, 50, 40, 40), "", Double.NaN);
        Image drawn = Drawing.annotate(GREY, both);
        assertArrayEquals(new int[] {255, 120, 0}, pixel(drawn, 20, 55));
        assertArrayEquals(new int[] {255, 120, 0}, pixel(drawn, 69, 55));
        assertArrayEquals(new int[] {40, 200, 70}, pixel(drawn, 100, 89));
        assertArrayEquals(new int[] {100, 100, 100}, pixel(drawn, 45, 55));
        assertArrayEquals(grey(160, 120).rgb(), GREY.rgb());
    }

    @Test
    void aMissingOrEmptyBoxDrawsNothing() {
        Image drawn = Drawing.annotate(GREY, new Annotation(new Box(5, 5, 0, 0), null, " ", Double.NaN));
        assertArrayEquals(GREY.rgb(), drawn.rgb());
    }

    @Test
    void labelAndConfidenceStayInsideTheImage() {
        Box low = new Box(120, 90, 60, 40);
        Image plain = Drawing.annotate(GREY, new Annotation(low, null, "", Double.NaN));
        Image texts = Drawing.annotate(GREY, new Annotation(low, null, "the grey dog on the left", 0.87));
        assertTrue(changed(plain, texts, 0, 30) > 200, "the label is at the top");
        assertTrue(changed(plain, texts, 90, 120) > 50, "the confidence is beside the box");
        assertEquals(0, changed(plain, texts, 30, 90));
    }

    @Test
    void captionsAreDrawnInEveryScriptThatTheMachineHas() {
        Assumptions.assumeTrue(CaptionFont.standard().missing("птица").isEmpty(), "skipped: no font with Cyrillic letters here");
        Image bird = Drawing.annotate(GREY, new Annotation(null, null, "птица", Double.NaN));
        Image other = Drawing.annotate(GREY, new Annotation(null, null, "рыбка", Double.NaN));
        assertTrue(changed(GREY, bird, 0, 30) > 200, "there is a caption");
        assertTrue(changed(bird, other, 0, 30) > 100, "of letters, not of question marks");
        assertEquals(0, changed(GREY, bird, 30, 120));
        assertEquals(160 * 120 * 3, Drawing.annotate(GREY, new Annotation(null, null, "птица ".repeat(60), Double.NaN)).rgb().length);
    }

    @Test
    void aFontFileIsTakenOrRefusedInOneLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("letters.ttf"), "no font");
        GladException refused = assertThrows(GladException.class, () -> CaptionFont.of(file));
        assertTrue(refused.getMessage().contains("\"" + file + "\" can't be used as a font"), refused.getMessage());
        assertEquals(Optional.of("\ue000"), CaptionFont.standard().missing("a\ue000b"));
        Path dejavu = Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
        Assumptions.assumeTrue(Files.isRegularFile(dejavu), () -> "skipped: no " + dejavu);
        CaptionFont font = CaptionFont.of(dejavu);
        assertEquals(Optional.empty(), font.missing("птица"));
        Image own = Drawing.annotate(GREY, new Annotation(null, null, "bird", Double.NaN), font);
        assertTrue(changed(own, Drawing.annotate(GREY, new Annotation(null, null, "bird", Double.NaN)), 0, 30) > 50);
    }

    @Test
    void aStripHoldsItsImagesSideBySideAtOneHeight() {
        Image strip = Drawing.strip(List.of(GREY, grey(40, 60), grey(30, 15)), 60);
        assertEquals(60, strip.height());
        assertEquals(80 + 4 + 40 + 4 + 120, strip.width());
        assertArrayEquals(new int[] {100, 100, 100}, pixel(strip, 79, 59));
        assertArrayEquals(new int[] {255, 255, 255}, pixel(strip, 80, 0));
        assertArrayEquals(new int[] {100, 100, 100}, pixel(strip, 84, 0));
        assertArrayEquals(new int[] {100, 100, 100}, pixel(strip, strip.width() - 1, 59));
    }

    private static int changed(Image a, Image b, int fromRow, int toRow) {
        int count = 0;
        for (int i = fromRow * a.width() * 3; i < toRow * a.width() * 3; i++) {
            count += a.rgb()[i] != b.rgb()[i] ? 1 : 0;
        }
        return count;
    }

    private static int[] pixel(Image image, int x, int y) {
        return new int[] {image.sample(x, y, 0), image.sample(x, y, 1), image.sample(x, y, 2)};
    }

    private static Image grey(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        Arrays.fill(rgb, (byte) 100);
        return new Image(width, height, rgb);
    }
}

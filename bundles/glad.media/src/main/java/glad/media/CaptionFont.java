package glad.media;

import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Letters for captions in any script: those of the machine's fonts, drawn by Java, or of a font file that the user names.
 * Unchangeable.
 */
public final class CaptionFont {

    /** Smaller than this nobody can read it. */
    private static final double SMALLEST = 9;

    private final Font font;
    private final boolean named;

    private CaptionFont(Font font, boolean named) {
        this.font = font;
        this.named = named;
    }

    /** Returns what the machine's fonts have. */
    public static CaptionFont standard() {
        return new CaptionFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1), false);
    }

    /**
     * Returns the font of a file.
     *
     * @param file TrueType or OpenType
     * @throws GladException (usage) if it holds no font; (failure) if Java can draw no letters on this machine
     */
    public static CaptionFont of(Path file) {
        try {
            return new CaptionFont(Font.createFont(Font.TRUETYPE_FONT, file.toFile()), true);
        } catch (FontFormatException | IOException e) {
            throw GladException.usage("\"" + file + "\" can't be used as a font: " + Reason.of(e)
                    + "; expected a TrueType or OpenType file (.ttf, .otf)");
        } catch (InternalError | LinkageError e) {
            throw GladException.failure("Java can draw no letters on this machine; install fontconfig and a font such as DejaVu", e);
        }
    }

    /** Tells whether a text needs this font: OpenCV's own letters are ASCII only. */
    boolean isFor(String text) {
        return named || !text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Returns the first letters of a text that will be missing from a caption; empty if all can be drawn. */
    public Optional<String> missing(String text) {
        if (!isFor(text)) {
            return Optional.empty();
        }
        try {
            int at = font.canDisplayUpTo(text);
            return at < 0 ? Optional.empty() : Optional.of(Character.toString(text.codePointAt(at)));
        } catch (InternalError | LinkageError e) { // so Java says that there is no font at all
            return text.codePoints().filter(c -> c > '~').mapToObj(Character::toString).findFirst();
        }
    }

    /**
     * Draws a line on a bar of its own.
     *
     * @param height of the bar, pixels
     * @param widest what the bar may take; a longer line is written smaller, as far as it stays readable, and then cut
     * @param ink the letters' red, green and blue
     * @param ground the bar's
     * @return the bar; empty if Java can draw no letters on this machine
     */
    Optional<Image> bar(String line, double height, int widest, int[] ink, int[] ground) {
        try {
            BufferedImage probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            Graphics2D measure = probe.createGraphics();
            double size = Math.max(SMALLEST, height * 0.75);
            double needed = font.deriveFont((float) size).getStringBounds(line, measure.getFontRenderContext()).getWidth();
            size = Math.max(SMALLEST, Math.min(size, size * (widest - 4) / needed));
            Font fitting = font.deriveFont((float) size);
            Rectangle2D bounds = fitting.getStringBounds(line, measure.getFontRenderContext());
            measure.dispose();
            int width = Math.max(1, Math.min(widest, (int) Math.ceil(bounds.getWidth()) + 4));
            int rows = (int) Math.ceil(bounds.getHeight()) + 2;
            BufferedImage image = new BufferedImage(width, rows, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(new Color(ground[0], ground[1], ground[2]));
            graphics.fillRect(0, 0, width, rows);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(new Color(ink[0], ink[1], ink[2]));
            graphics.setFont(fitting);
            graphics.drawString(line, 2, (float) (1 - bounds.getY()));
            graphics.dispose();
            byte[] rgb = new byte[3 * width * rows];
            for (int i = 0; i < width * rows; i++) {
                int pixel = image.getRGB(i % width, i / width);
                rgb[3 * i] = (byte) (pixel >> 16);
                rgb[3 * i + 1] = (byte) (pixel >> 8);
                rgb[3 * i + 2] = (byte) pixel;
            }
            return Optional.of(new Image(width, rows, rgb));
        } catch (InternalError | LinkageError e) { // so Java says that there is no font at all
            return Optional.empty();
        }
    }
}

package glad.shell.internal.run.preview;

import glad.api.Image;
import java.util.ArrayList;
import java.util.List;

/** An image in letters: each is two pixels, one above the other, in 24-bit colours; without colours lighter and darker letters. */
final class HalfBlocks {

    private static final String UPPER_HALF = "\u2580";
    private static final String PLAIN = "\u001b[0m";
    /** From dark to light, for light letters on a dark ground. */
    private static final String SHADES = " .:-=+*#%@";

    private HalfBlocks() {}

    /** Returns a line for every two rows of pixels; a last single row is left out. */
    static List<String> lines(Image image, boolean colours) {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y + 1 < image.height(); y += 2) {
            lines.add(colours ? coloured(image, y) : shaded(image, y));
        }
        return lines;
    }

    private static String coloured(Image image, int y) {
        StringBuilder line = new StringBuilder();
        String before = "";
        for (int x = 0; x < image.width(); x++) {
            String colours = "\u001b[38;2;" + colour(image, x, y) + ";48;2;" + colour(image, x, y + 1) + "m";
            line.append(colours.equals(before) ? "" : colours).append(UPPER_HALF);
            before = colours;
        }
        return line.append(PLAIN).toString();
    }

    private static String colour(Image image, int x, int y) {
        return image.sample(x, y, 0) + ";" + image.sample(x, y, 1) + ";" + image.sample(x, y, 2);
    }

    private static String shaded(Image image, int y) {
        StringBuilder line = new StringBuilder();
        for (int x = 0; x < image.width(); x++) {
            int light = 0;
            for (int c = 0; c < 3; c++) {
                light += image.sample(x, y, c) + image.sample(x, y + 1, c);
            }
            line.append(SHADES.charAt(Math.min(SHADES.length() - 1, light * SHADES.length() / (6 * 255))));
        }
        return line.toString();
    }
}

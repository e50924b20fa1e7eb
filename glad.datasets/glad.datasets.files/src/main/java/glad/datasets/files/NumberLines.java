package glad.datasets.files;

import glad.api.GladException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads lines of numbers with commas, semicolons, tabs or blanks between them, fast: hundreds of thousands of lines a
 * second are what evaluating a benchmark starts with. Blank lines at the end don't count.
 */
final class NumberLines {

    /** Powers of ten that a double holds exactly, which makes one division of two exact numbers correctly rounded. */
    private static final double[] TENS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
        1e15, 1e16, 1e17, 1e18};
    private static final long EXACT = 1L << 53;

    private final Path file;
    private final byte[] text;
    private final int end;
    private final int width;
    private double[] values;
    private int position;
    private int start;
    private int line;
    private int count;

    /**
     * Opens a file.
     *
     * @param width the largest number of numbers in a line
     */
    NumberLines(Path file, int width) {
        this.file = file;
        this.text = TextFile.bytes(file);
        this.width = width;
        this.values = new double[Math.min(width, 64)];
        int last = text.length;
        while (last > 0 && text[last - 1] <= ' ') {
            last--;
        }
        this.end = last;
        // A byte order mark, as some editors leave it.
        this.position = last > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF ? 3 : 0;
    }

    /** Goes to the next line; false at the end. */
    boolean next() {
        if (position >= end) {
            return false;
        }
        line++;
        start = position;
        count = 0;
        while (position < end && !endsLine(text[position])) {
            if (separates(text[position])) {
                position++;
            } else if (count == width) {
                throw damaged("at most " + width + " numbers");
            } else {
                if (count == values.length) {
                    values = Arrays.copyOf(values, 2 * count);
                }
                values[count++] = number();
            }
        }
        if (position < end) {
            position += text[position] == '\r' && position + 1 < end && text[position + 1] == '\n' ? 2 : 1;
        }
        return true;
    }

    /** Returns how many numbers the line has. */
    int count() {
        return count;
    }

    /** Returns a number of the line. */
    double value(int index) {
        return values[index];
    }

    /** Returns the error for this line. */
    GladException damaged(String expected) {
        int stop = start;
        while (stop < end && !endsLine(text[stop])) {
            stop++;
        }
        // What isn't text would do things to a terminal.
        String quoted = new String(text, start, Math.min(stop - start, 80), StandardCharsets.UTF_8).strip()
                .replaceAll("\\p{Cntrl}|\uFFFD", "?");
        return GladException.failure("line " + line + " of \"" + file + "\" is \"" + quoted + "\"; expected "
                + expected);
    }

    private double number() {
        int first = position;
        boolean negative = text[position] == '-';
        if (negative) {
            position++;
        }
        long mantissa = 0;
        int decimals = -1;
        int digits = 0;
        for (; position < end; position++) {
            byte c = text[position];
            if (c >= '0' && c <= '9') {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
                decimals += decimals >= 0 ? 1 : 0;
            } else if (c == '.' && decimals < 0) {
                decimals = 0;
            } else {
                break;
            }
        }
        boolean whole = position == end || separates(text[position]) || endsLine(text[position]);
        if (whole && digits > 0 && digits < 18 && mantissa < EXACT) {
            double magnitude = decimals > 0 ? mantissa / TENS[decimals] : mantissa;
            return negative ? -magnitude : magnitude;
        }
        while (position < end && !separates(text[position]) && !endsLine(text[position])) {
            position++;
        }
        String word = new String(text, first, position - first, StandardCharsets.ISO_8859_1);
        if (word.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            throw damaged("numbers only");
        }
    }

    private static boolean endsLine(byte c) {
        return c == '\n' || c == '\r';
    }

    private static boolean separates(byte c) {
        return c == ',' || c == ' ' || c == '\t' || c == ';';
    }
}

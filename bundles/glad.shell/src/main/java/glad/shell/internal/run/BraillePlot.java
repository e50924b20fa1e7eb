package glad.shell.internal.run;

import glad.train.TrainingCurves.Point;
import java.util.List;
import java.util.Locale;

/** A curve in letters: every letter of Unicode's Braille patterns is a field of two by four dots. */
final class BraillePlot {

    private static final int ROWS = 8;
    private static final int COLUMNS = 60;
    private static final char EMPTY = '\u2800';
    /** Bits of a pattern's dots, by column and row. */
    private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private BraillePlot() {}

    /** Draws a curve with its name, its last value and the values and samples at its edges. */
    static String of(String name, List<Point> points) {
        double low = points.stream().mapToDouble(Point::value).min().orElse(0);
        double high = points.stream().mapToDouble(Point::value).max().orElse(0);
        long first = points.get(0).samples();
        long last = points.get(points.size() - 1).samples();
        int[][] field = new int[ROWS][COLUMNS];
        int left = 0;
        int before = -1;
        for (Point point : points) {
            int x = last == first ? 0 : (int) ((point.samples() - first) * (2 * COLUMNS - 1) / (last - first));
            int y = high == low ? 2 * ROWS : (int) Math.round((high - point.value()) / (high - low) * (4 * ROWS - 1));
            int start = before < 0 ? y : before;
            for (int column = left; column <= x; column++) {
                int from = start + (y - start) * Math.max(0, column - left - 1) / Math.max(1, x - left);
                int to = x == left ? y : start + (y - start) * (column - left) / (x - left);
                for (int dot = Math.min(from, to); dot <= Math.max(from, to); dot++) {
                    field[dot / 4][column / 2] |= DOTS[column % 2][dot % 4];
                }
            }
            left = x;
            before = y;
        }
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s %.5g%n", name, points.get(points.size() - 1).value()));
        for (int row = 0; row < ROWS; row++) {
            String label = row == 0 ? number(high) : row == ROWS - 1 ? number(low) : "";
            text.append(String.format(Locale.ROOT, "%10s ", label));
            for (int letter : field[row]) {
                text.append((char) (EMPTY + letter));
            }
            text.append('\n');
        }
        return text.append(String.format(Locale.ROOT, "%10s %-" + (COLUMNS - 10) + "d%10d samples%n", "", first, last)).toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}

package glad.eval.results.internal;

import glad.api.Boxes;
import java.util.List;
import java.util.Locale;

/** Boxes and times as lines of text, a line per frame. */
final class ResultText {

    private ResultText() {}

    /**
     * Returns boxes as {@code x,y,w,h}.
     *
     * @param decimals behind the point; 0 cuts off, less than 0 means all that there are
     */
    static String boxes(Boxes boxes, String separator, int decimals) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < boxes.size(); i++) {
            text.append(number(boxes.x(i), decimals)).append(separator).append(number(boxes.y(i), decimals)).append(separator)
                    .append(number(boxes.w(i), decimals)).append(separator).append(number(boxes.h(i), decimals)).append('\n');
        }
        return text.toString();
    }

    private static String number(double value, int decimals) {
        if (decimals == 0) {
            return Long.toString((long) value);
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return decimals > 0 ? String.format(Locale.ROOT, "%." + decimals + "f", value)
                : whole ? Long.toString((long) value) : Double.toString(value);
    }

    /** Returns seconds with eight decimals. */
    static String times(List<Double> seconds) {
        StringBuilder text = new StringBuilder();
        seconds.forEach(s -> text.append(String.format(Locale.ROOT, "%.8f\n", s)));
        return text.toString();
    }

    /** Returns the folder of a repeated run, {@code 002/}; nothing for a single one. */
    static String folder(int run, int runs) {
        return runs > 1 ? String.format(Locale.ROOT, "%03d/", run) : "";
    }

    /** Returns the name of a repeated run's file in a folder for the sequence, {@code SEQUENCE/SEQUENCE_002}. */
    static String numbered(String sequence, int run) {
        return String.format(Locale.ROOT, "%s/%s_%03d", sequence, sequence, run);
    }
}

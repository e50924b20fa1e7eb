package glad.datasets.files;

import glad.api.Boxes;
import glad.api.GladException;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/**
 * Boxes in a text file, a line per frame, with commas, semicolons, tabs or blanks between the numbers. {@code NaN} is a
 * number here: some datasets write it where the target is out of sight.
 */
public final class BoxFile {

    private BoxFile() {}

    /**
     * Reads {@code x,y,w,h} or, as the VOT challenge has it, the corners {@code x1,y1,...,x4,y4} of a rotated box,
     * which becomes the upright box round it. The numbers stay as they stand.
     *
     * @throws GladException (failure) naming the line if the file is missing, empty or damaged
     */
    public static Boxes read(Path file) {
        NumberLines lines = new NumberLines(file, 8);
        DoubleStream.Builder boxes = DoubleStream.builder();
        while (lines.next()) {
            switch (lines.count()) {
                case 4 -> add(boxes, lines.value(0), lines.value(1), lines.value(2), lines.value(3));
                case 8 -> addBounds(boxes, lines);
                default -> throw lines.damaged("four numbers x,y,w,h");
            }
        }
        return some(boxes, file);
    }

    /**
     * Reads four numbers a line, whatever they are. The numbers stay as they stand, and those of a line are those of a
     * box.
     *
     * @throws GladException (failure) naming the line if the file is missing, empty or damaged
     */
    public static Boxes readFours(Path file) {
        NumberLines lines = new NumberLines(file, 4);
        DoubleStream.Builder numbers = DoubleStream.builder();
        while (lines.next()) {
            if (lines.count() != 4) {
                throw lines.damaged("four numbers");
            }
            add(numbers, lines.value(0), lines.value(1), lines.value(2), lines.value(3));
        }
        return some(numbers, file);
    }

    private static Boxes some(DoubleStream.Builder numbers, Path file) {
        Boxes boxes = Boxes.of(numbers.build().toArray());
        if (boxes.isEmpty()) {
            throw GladException.failure("no boxes in \"" + file + "\"; expected a line of numbers per frame");
        }
        return boxes;
    }

    private static void add(DoubleStream.Builder boxes, double x, double y, double w, double h) {
        boxes.add(x).add(y).add(w).add(h);
    }

    private static void addBounds(DoubleStream.Builder boxes, NumberLines corner) {
        double left = corner.value(0);
        double right = left;
        double top = corner.value(1);
        double bottom = top;
        for (int i = 2; i < 8; i += 2) {
            left = Math.min(left, corner.value(i));
            right = Math.max(right, corner.value(i));
            top = Math.min(top, corner.value(i + 1));
            bottom = Math.max(bottom, corner.value(i + 1));
        }
        add(boxes, left, top, right - left, bottom - top);
    }
}

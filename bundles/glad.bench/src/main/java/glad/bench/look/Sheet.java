package glad.bench.look;

import glad.api.Image;
import glad.media.Annotation;
import glad.media.Drawing;
import java.util.ArrayList;
import java.util.List;

/** Images with captions in rows, all of one height. */
final class Sheet {

    private static final int COLUMNS = 6;

    private final int height;
    private final int columns;
    private final List<Image> rows = new ArrayList<>();
    private final List<Image> row = new ArrayList<>();

    /** Makes an empty one whose rows are short enough for a page. */
    Sheet(int height) {
        this(height, COLUMNS);
    }

    Sheet(int height, int columns) {
        this.height = height;
        this.columns = columns;
    }

    /** Adds an image to the row, or to the next one if that is full. */
    Sheet add(Image image, String caption) {
        if (row.size() == columns) {
            end();
        }
        row.add(Drawing.annotate(Drawing.scale(image, height), new Annotation(null, null, caption, Double.NaN)));
        return this;
    }

    /** Ends the row, if it holds anything. */
    Sheet end() {
        if (!row.isEmpty()) {
            rows.add(Drawing.strip(row, height));
            row.clear();
        }
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty() && row.isEmpty();
    }

    Image image() {
        end();
        return Drawing.stack(rows);
    }
}

package glad.bench.look;

import java.util.ArrayList;
import java.util.List;

/** A square grid of cells, row by row, and a target in it. */
record Cells(int side, List<Integer> target) {

    /**
     * Returns the cells whose centre lies in a box; of a box between them the nearest one.
     *
     * @param box centre x, centre y, width, height as fractions of the grid
     */
    static Cells of(int side, float[] box) {
        List<Integer> target = new ArrayList<>();
        for (int i = 0; i < side * side; i++) {
            double x = (i % side + 0.5) / side;
            double y = (i / side + 0.5) / side;
            if (Math.abs(x - box[0]) <= box[2] / 2 && Math.abs(y - box[1]) <= box[3] / 2) {
                target.add(i);
            }
        }
        if (target.isEmpty()) {
            target.add(nearest(box[1], side) * side + nearest(box[0], side));
        }
        return new Cells(side, List.copyOf(target));
    }

    private static int nearest(float place, int side) {
        return Math.max(0, Math.min(side - 1, (int) (place * side)));
    }

    int count() {
        return side * side;
    }
}

package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.GladException;
import glad.api.model.Head;
import glad.api.model.Prediction;
import glad.api.options.Options;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The loss of a tracker's head: {@code overlap} times CIoU or GIoU, {@code l1} times the absolute error, and where the head
 * gives a score map of centres, {@code focal} times the focal loss against a {@link HeatMap}.
 *
 * <p>{@code official}: of the box at the best cell of the predicted score, with the absolute error of its corners and the ground truth
 * clamped to the search region (docs/METHOD.md, "Training"). {@code dense}: of the boxes of the 3x3
 * cells round the true centre, each target counting as much, with the absolute error of centre and size; it learns from few
 * examples, because boxes are learnt before the score finds their cells.
 */
final class TrackerLoss {

    private final boolean score;
    private final boolean dense;
    private final int side;
    private final Kernel kernel;

    /**
     * Makes a loss.
     *
     * @param options of {@link TrackerStageFactory}: what it is made of
     * @param head gives the maps
     * @param manager owner of the kernels
     * @throws GladException (usage) if the head can't be trained so
     */
    TrackerLoss(Options options, Head head, NDManager manager) {
        score = head.decodeSide() > 0;
        dense = options.text("loss").equals("dense");
        side = head.mapSide();
        if (dense && !score) {
            throw GladException.usage("training's loss is \"dense\", but the head gives no size and offset maps; expected a"
                    + " head that does (center), or loss: official");
        }
        Map<String, Object> constants = new TreeMap<>(Map.of("L1", options.number("l1"), "OVERLAP", options.number("overlap"),
                "COMPLETE", options.text("iou").equals("ciou")));
        if (score) {
            constants.put("FOCAL", options.number("focal"));
            constants.put("EPSILON", options.number("focal_epsilon"));
        }
        if (dense) {
            constants.put("SIDE", head.decodeSide());
        }
        kernel = new Kernels(manager).get(TrackerLoss.class,
                dense ? "dense_loss.py" : score ? "score_box_loss.py" : "box_loss.py", constants);
    }

    /** Returns the names of the loss's terms. */
    List<String> terms() {
        return score ? List.of("focal", "l1", "overlap", "iou") : List.of("l1", "overlap", "iou");
    }

    /**
     * What a batch should give.
     *
     * @param boxes (B, 4) rows of centre x, centre y, width, height as fractions of the search region
     * @param heat (B, N, N) the score map's target
     * @param cells (B, N, N) 1 at the cells whose boxes count; for the dense loss
     * @param positives how many values of the heat map are 1; at least 1
     */
    record GroundTruth(float[] boxes, float[] heat, float[] cells, long positives) {}

    /** Draws the ground truth of a batch. */
    GroundTruth groundTruth(List<Box> targets) {
        float[] boxes = new float[targets.size() * 4];
        float[] heat = new float[score ? targets.size() * side * side : 0];
        float[] cells = new float[dense ? heat.length : 0];
        for (int i = 0; i < targets.size(); i++) {
            Box box = targets.get(i);
            boxes[4 * i] = (float) box.cx();
            boxes[4 * i + 1] = (float) box.cy();
            boxes[4 * i + 2] = (float) box.w();
            boxes[4 * i + 3] = (float) box.h();
            if (score) {
                HeatMap.draw(heat, i * side * side, side, box.cx(), box.cy(), box.w(), box.h());
            }
            if (dense) {
                mark(cells, i * side * side, box);
            }
        }
        long positives = 0;
        for (float value : heat) {
            positives += value == 1 ? 1 : 0;
        }
        return new GroundTruth(boxes, heat, cells, Math.max(1, positives));
    }

    /** Marks the 3x3 cells round the centre. */
    private void mark(float[] cells, int at, Box box) {
        int x0 = Math.min(side - 1, (int) Math.rint(box.cx() * side));
        int y0 = Math.min(side - 1, (int) Math.rint(box.cy() * side));
        for (int y = Math.max(0, y0 - 1); y <= Math.min(side - 1, y0 + 1); y++) {
            for (int x = Math.max(0, x0 - 1); x <= Math.min(side - 1, x0 + 1); x++) {
                cells[at + y * side + x] = 1;
            }
        }
    }

    /**
     * Computes the loss of some samples of a batch: such a mean over them that the means of all pieces, weighted by their
     * samples, are the loss of the whole batch. (The focal loss is divided by the positives of the batch, not of the piece.)
     *
     * @param found what the head gave for these samples; its score map must come without a window
     * @param groundTruth of the whole batch
     * @param from first sample
     * @param to end of the samples
     * @return the loss, then its terms; scalars
     */
    NDArray[] of(Prediction found, GroundTruth groundTruth, int from, int to) {
        NDManager scope = found.boxes().getManager();
        NDArray boxes = part(scope, groundTruth.boxes(), from, to, new Shape(to - from, 4));
        if (!score) {
            return kernel.many(true, found.boxes(), boxes);
        }
        Shape map = new Shape(to - from, 1, side, side);
        NDArray heat = part(scope, groundTruth.heat(), from, to, map);
        double share = (to - from) / (groundTruth.boxes().length / 4.0);
        NDArray positives = scope.create((float) (groundTruth.positives() * share));
        return dense ? kernel.many(true, found.boxes(), boxes, found.score(), heat, positives, found.size(),
                        found.offset(), part(scope, groundTruth.cells(), from, to, map))
                : kernel.many(true, found.boxes(), boxes, found.score(), heat, positives);
    }

    private static NDArray part(NDManager scope, float[] values, int from, int to, Shape shape) {
        int each = (int) (shape.size() / (to - from));
        return scope.create(java.util.Arrays.copyOfRange(values, from * each, to * each), shape);
    }
}

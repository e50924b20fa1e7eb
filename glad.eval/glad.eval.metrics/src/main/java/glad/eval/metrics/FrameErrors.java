package glad.eval.metrics;

import glad.api.Box;
import glad.api.GladException;
import glad.api.eval.Curve;
import glad.api.eval.Track;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What one-pass evaluation measures in each frame, by the rules of the official implementation
 * ({@code extract_results.py}):
 *
 * <ul>
 * <li>a prediction of zero width or height repeats the one before it; then the first is replaced by the true box;
 * <li>predictions beyond the last frame are left out, missing ones count as empty boxes at 0,0;
 * <li>boxes span {@code x .. x + w - 1}, so that a centre lies at {@code x + (w - 1) / 2};
 * <li>a frame whose true box has no positive size, or whose target is known to be out of sight, is invalid: its overlap
 * is -1 and its centre error infinite, and it still counts as a frame;
 * <li>the <em>normalised</em> error of an invalid frame is -1, which every threshold accepts (published figures contain
 * this), except where the dataset says that the target is out of sight: there it is infinite, as for LaSOT.
 * </ul>
 *
 * All arrays have one entry per frame.
 *
 * @param overlap intersection over union in [0, 1], or -1
 * @param centre distance of the centres in pixels
 * @param normalised the same with each axis divided by the true width and height
 * @param valid whether the frame has a target to be found
 */
public record FrameErrors(double[] overlap, double[] centre, double[] normalised, boolean[] valid) {

    private static final Box MISSING = new Box(0, 0, 0, 0);

    /**
     * Measures every frame of a sequence.
     *
     * @throws GladException (failure) naming the sequence and frame if a true box isn't finite, or a predicted one isn't
     *         finite or has a negative size
     */
    public static FrameErrors of(Track track) {
        int frames = track.truth().size();
        double[] overlap = new double[frames];
        double[] centre = new double[frames];
        double[] normalised = new double[frames];
        boolean[] valid = new boolean[frames];
        Box[] predicted = repaired(track);
        for (int i = 0; i < frames; i++) {
            Box truth = track.truth().get(i);
            if (!isFinite(truth)) {
                throw damaged(track, i, "true", truth, "four finite numbers; mend the annotation");
            }
            boolean seen = track.visible().isEmpty() || track.visible().get(i);
            valid[i] = seen && truth.w() > 0 && truth.h() > 0;
            if (valid[i]) {
                double px = middle(predicted[i].x(), predicted[i].w());
                double py = middle(predicted[i].y(), predicted[i].h());
                double tx = middle(truth.x(), truth.w());
                double ty = middle(truth.y(), truth.h());
                overlap[i] = inclusiveOverlap(truth, predicted[i]);
                centre[i] = length(px - tx, py - ty);
                normalised[i] = length(px / truth.w() - tx / truth.w(), py / truth.h() - ty / truth.h());
            } else {
                overlap[i] = -1;
                centre[i] = Double.POSITIVE_INFINITY;
                normalised[i] = seen ? -1 : Double.POSITIVE_INFINITY;
            }
        }
        return new FrameErrors(overlap, centre, normalised, valid);
    }

    private static Box[] repaired(Track track) {
        List<Box> given = track.predicted();
        Box[] boxes = new Box[given.size()];
        for (int i = 0; i < boxes.length; i++) {
            Box box = given.get(i);
            if (!isFinite(box) || box.w() < 0 || box.h() < 0) {
                throw damaged(track, i, "predicted", box, "finite numbers and no negative size; track it again");
            }
            boxes[i] = i > 0 && (box.w() == 0 || box.h() == 0) ? boxes[i - 1] : box;
        }
        Box[] fitted = Arrays.copyOf(boxes, track.truth().size());
        if (boxes.length < fitted.length) {
            Arrays.fill(fitted, boxes.length, fitted.length, MISSING);
        }
        if (fitted.length > 0) {
            fitted[0] = track.truth().get(0);
        }
        return fitted;
    }

    private static double middle(double start, double size) {
        return start + 0.5 * (size - 1);
    }

    private static double length(double dx, double dy) {
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** The overlap in the official order of operations: the curves compare it with thresholds it may hit exactly. */
    private static double inclusiveOverlap(Box truth, Box predicted) {
        double left = Math.max(truth.x(), predicted.x());
        double top = Math.max(truth.y(), predicted.y());
        double right = Math.min(truth.x() + truth.w() - 1, predicted.x() + predicted.w() - 1);
        double bottom = Math.min(truth.y() + truth.h() - 1, predicted.y() + predicted.h() - 1);
        double shared = Math.max(right - left + 1, 0) * Math.max(bottom - top + 1, 0);
        return shared / (predicted.area() + truth.area() - shared);
    }

    private static boolean isFinite(Box box) {
        return DoubleStream.of(box.x(), box.y(), box.w(), box.h()).allMatch(Double::isFinite);
    }

    private static GladException damaged(Track track, int frame, String kind, Box box, String expected) {
        return GladException.failure("the " + kind + " box of frame " + frame + " in sequence \"" + track.sequence()
                + "\" is \"" + box.x() + "," + box.y() + "," + box.w() + "," + box.h() + "\", expected " + expected);
    }

    /** Returns overlap against the thresholds 0, 0.05 .. 1: the share of frames strictly above each. */
    Curve successCurve() {
        double[] thresholds = new double[21];
        for (int i = 0; i < thresholds.length; i++) {
            // The official thresholds come from a vectorised range, four numbers to a step: 0.6 + 0.15 instead of 0.75,
            // which differ in the last bit.
            thresholds[i] = (i - i % 4) * 0.05 + i % 4 * 0.05;
        }
        return curve("Success", "overlap above", thresholds, overlap, true);
    }

    /** Returns the centre error against 0, 1 .. 50 px: the share of frames at or below each. */
    Curve precisionCurve() {
        return curve("Precision", "centre error up to, px", to50(1), centre, false);
    }

    /** Returns the normalised error against 0, 0.01 .. 0.5: the share of frames at or below each. */
    Curve normalisedCurve() {
        return curve("Normalised precision", "normalised centre error up to", to50(100), normalised, false);
    }

    private static double[] to50(double divisor) {
        double[] thresholds = new double[51];
        for (int i = 0; i < thresholds.length; i++) {
            thresholds[i] = i / divisor;
        }
        return thresholds;
    }

    private static Curve curve(
            String name, String threshold, double[] thresholds, double[] measured, boolean above) {
        double[] shares = new double[thresholds.length];
        for (int i = 0; i < shares.length; i++) {
            int passed = 0;
            for (double value : measured) {
                if (above ? value > thresholds[i] : value <= thresholds[i]) {
                    passed++;
                }
            }
            shares[i] = (float) passed / (float) measured.length; // the official curves are float32
        }
        return new Curve(name, threshold, thresholds, shares);
    }
}

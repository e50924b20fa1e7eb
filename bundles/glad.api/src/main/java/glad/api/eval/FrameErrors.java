package glad.api.eval;

import glad.api.Box;
import glad.api.Boxes;
import glad.api.GladException;
import java.util.Arrays;
import java.util.List;

/**
 * What one-pass evaluation measures in each frame, by a track's {@link Rules} and else as the official implementation
 * ({@code extract_results.py}) does:
 *
 * <ul>
 * <li>a prediction of zero width or height repeats the one before it; then the first is replaced by the ground-truth box;
 * <li>boxes span {@code x .. x + w - 1}, so that a centre lies at {@code x + (w - 1) / 2};
 * <li>an invalid frame has overlap -1, and its centre errors are infinite, or -1 where the rules let it pass.
 * </ul>
 *
 * All arrays have one entry per frame.
 *
 * @param overlap intersection over union in [0, 1], or -1
 * @param centre distance of the centres in pixels
 * @param normalised the same with each axis divided by the true width and height
 * @param valid whether the frame has a target to be found
 * @param counted the number of frames that a share is taken of
 */
public record FrameErrors(double[] overlap, double[] centre, double[] normalised, boolean[] valid, int counted) {

    /**
     * Measures every frame of a sequence.
     *
     * @throws GladException (failure) naming the sequence and what is wrong: a box that isn't finite or, if predicted, of
     *         negative size, lengths that the rules refuse, or no frame to take a fraction of
     */
    public static FrameErrors of(Track track) {
        Rules rules = track.rules();
        check(track);
        Boxes groundTruth = track.groundTruth();
        double[] predicted = repaired(track);
        List<Boolean> visible = rules.occluded() == Rules.Occluded.IGNORED ? List.of() : track.visible();
        int frames = groundTruth.size();
        double[] overlap = new double[frames];
        double[] centre = new double[frames];
        double[] normalised = new double[frames];
        boolean[] valid = new boolean[frames];
        int targets = 0;
        for (int i = 0; i < frames; i++) {
            double w = groundTruth.w(i);
            double h = groundTruth.h(i);
            boolean seen = visible.isEmpty() || visible.get(i);
            valid[i] = seen && w > 0 && h > 0 && isFinite(groundTruth, i);
            if (valid[i]) {
                targets++;
                double px = middle(predicted[4 * i], predicted[4 * i + 2]);
                double py = middle(predicted[4 * i + 1], predicted[4 * i + 3]);
                double tx = middle(groundTruth.x(i), w);
                double ty = middle(groundTruth.y(i), h);
                overlap[i] = overlap(groundTruth.x(i), groundTruth.y(i), w, h, predicted, 4 * i);
                centre[i] = length(px - tx, py - ty);
                normalised[i] = rules.exact() ? length((px - tx) / w, (py - ty) / h)
                        : length(px / w - tx / w, py / h - ty / h);
            } else {
                boolean failed = !seen && rules.occluded() == Rules.Occluded.FAILED;
                overlap[i] = -1;
                centre[i] = rules.invalidIsNear() && !failed ? -1 : Double.POSITIVE_INFINITY;
                normalised[i] = rules.invalidIsNearNormalised() && !failed ? -1 : Double.POSITIVE_INFINITY;
            }
        }
        int counted = rules.excludeInvalid() ? targets : frames;
        if (counted == 0) {
            throw GladException.failure("sequence \"" + track.sequence() + "\" has no frame with a target; leave it out");
        }
        return new FrameErrors(overlap, centre, normalised, valid, counted);
    }

    private static void check(Track track) {
        Rules rules = track.rules();
        int frames = track.groundTruth().size();
        int given = track.predicted().size();
        boolean refused = switch (rules.lengths()) {
            case PAD -> false;
            case CUT -> given < frames;
            case EQUAL -> given != frames;
        };
        if (refused) {
            throw GladException.failure("sequence \"" + track.sequence() + "\" has " + frames + " frames, but " + given
                    + " predicted boxes, which the rules \"" + rules.name() + "\" refuse; track it again");
        }
        if (rules.occluded() != Rules.Occluded.IGNORED && !track.visible().isEmpty() && track.visible().size() != frames
                || rules.needsVisibility() && track.visible().isEmpty()) {
            throw GladException.failure("sequence \"" + track.sequence() + "\" has " + frames + " frames, but says of "
                    + track.visible().size() + " whether the target is visible; mend the annotation");
        }
        for (int i = 0; i < frames; i++) {
            if (!isFinite(track.groundTruth(), i) && !rules.undefinedGroundTruth()) {
                throw damaged(track, i, "ground-truth", track.groundTruth(), "four finite numbers; mend the annotation");
            }
        }
        for (int i = 0; i < given; i++) {
            if (!isFinite(track.predicted(), i) || track.predicted().w(i) < 0 || track.predicted().h(i) < 0) {
                throw damaged(track, i, "predicted", track.predicted(),
                        "finite numbers and no negative size; track it again");
            }
        }
    }

    /** Returns x, y, w, h of one prediction per frame; what is missing is all zero. */
    private static double[] repaired(Track track) {
        double[] xywh = Arrays.copyOf(track.predicted().numbers(), 4 * track.groundTruth().size());
        int given = Math.min(track.predicted().size(), track.groundTruth().size());
        for (int i = 1; i < given && track.rules().repeatEmpty(); i++) {
            if ((xywh[4 * i + 2] == 0 || xywh[4 * i + 3] == 0) && isFinite(track.groundTruth(), i)) {
                System.arraycopy(xywh, 4 * i - 4, xywh, 4 * i, 4);
            }
        }
        if (track.groundTruth().size() > 0) {
            Box first = track.groundTruth().get(0);
            xywh[0] = first.x();
            xywh[1] = first.y();
            xywh[2] = first.w();
            xywh[3] = first.h();
        }
        return xywh;
    }

    private static double middle(double start, double size) {
        return start + 0.5 * (size - 1);
    }

    private static double length(double dx, double dy) {
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** The overlap in the official order of operations: the curves compare it with thresholds it may hit exactly. */
    private static double overlap(double x, double y, double w, double h, double[] p, int at) {
        double left = Math.max(x, p[at]);
        double top = Math.max(y, p[at + 1]);
        double right = Math.min(x + w - 1, p[at] + p[at + 2] - 1);
        double bottom = Math.min(y + h - 1, p[at + 1] + p[at + 3] - 1);
        double shared = Math.max(right - left + 1, 0) * Math.max(bottom - top + 1, 0);
        return shared / (p[at + 2] * p[at + 3] + w * h - shared);
    }

    private static boolean isFinite(Boxes boxes, int i) {
        // A sum is finite only if every part is; parts whose sum overflows are no pixels either.
        return Double.isFinite(boxes.x(i) + boxes.y(i) + boxes.w(i) + boxes.h(i));
    }

    private static GladException damaged(Track track, int frame, String kind, Boxes boxes, String expected) {
        return GladException.failure("the " + kind + " box of frame " + frame + " in sequence \"" + track.sequence()
                + "\" is \"" + boxes.x(frame) + "," + boxes.y(frame) + "," + boxes.w(frame) + "," + boxes.h(frame)
                + "\", expected " + expected);
    }
}

package glad.eval.metrics;

import glad.api.Boxes;
import glad.api.ImageSize;
import glad.api.eval.FrameErrors;
import glad.api.eval.Track;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A mean over the frames of all sequences together, as the GOT-10k toolkit takes it: frames with a visible target only,
 * without the first. Boxes are taken as they were predicted, an empty one as a miss. Where the images' size is known,
 * both boxes are cut at the image's edges first; {@link glad.api.eval.Rules#exact} says how.
 */
abstract class PooledOverlap extends FractionMetric {

    private final DoubleUnaryOperator credit;

    /** @param credit what a frame of some overlap is worth, in [0, 1] */
    PooledOverlap(String name, DoubleUnaryOperator credit) {
        super(name);
        this.credit = credit;
    }

    @Override
    public final boolean needsImageSize() {
        return true;
    }

    /** Returns 100 times the mean; NaN if no frame counts. */
    @Override
    public final double measure(Track track) {
        FrameErrors errors = track.errors();
        double sum = 0;
        for (int i = 1; i < errors.valid().length; i++) {
            if (counts(track, errors, i)) {
                sum += credit.applyAsDouble(overlap(track, i));
            }
        }
        return 100 * sum / weight(track);
    }

    /** Returns the number of frames that count. */
    @Override
    public final double weight(Track track) {
        FrameErrors errors = track.errors();
        int frames = 0;
        for (int i = 1; i < errors.valid().length; i++) {
            if (counts(track, errors, i)) {
                frames++;
            }
        }
        return frames;
    }

    private static boolean counts(Track track, FrameErrors errors, int frame) {
        return errors.valid()[frame] && (track.visible().isEmpty() || track.visible().get(frame));
    }

    private static double overlap(Track track, int frame) {
        if (frame >= track.predicted().size()) {
            return 0;
        }
        double[] groundTruth = box(track.groundTruth(), frame);
        double[] found = box(track.predicted(), frame);
        Optional<ImageSize> size = track.imageSize();
        if (size.isPresent()) {
            cut(groundTruth, 0, size.get().width(), track.rules().exact());
            cut(groundTruth, 1, size.get().height(), track.rules().exact());
            cut(found, 0, size.get().width(), track.rules().exact());
            cut(found, 1, size.get().height(), track.rules().exact());
        }
        double shared = shared(groundTruth, found, 0) * shared(groundTruth, found, 1);
        double all = groundTruth[2] * groundTruth[3] + found[2] * found[3] - shared;
        return all > 0 ? shared / all : 0;
    }

    /** Returns x, y, w, h. */
    private static double[] box(Boxes boxes, int frame) {
        return new double[] {boxes.x(frame), boxes.y(frame), boxes.w(frame), boxes.h(frame)};
    }

    /** Returns what two boxes share along an axis, 0 for x and 1 for y. */
    private static double shared(double[] a, double[] b, int axis) {
        return Math.max(0, Math.min(a[axis] + a[axis + 2], b[axis] + b[axis + 2]) - Math.max(a[axis], b[axis]));
    }

    private static void cut(double[] box, int axis, int side, boolean exact) {
        double start = Math.min(Math.max(box[axis], 0), side);
        double size = exact ? box[axis + 2] - (start - box[axis]) : box[axis + 2];
        box[axis] = start;
        box[axis + 2] = Math.min(Math.max(size, 0), side - start);
    }

    @Override
    public boolean extra() {
        return true;
    }
}

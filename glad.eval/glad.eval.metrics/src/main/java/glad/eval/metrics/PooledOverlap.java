package glad.eval.metrics;

import glad.api.eval.FrameErrors;
import glad.api.eval.Track;
import java.util.function.DoubleUnaryOperator;

/**
 * A mean over the frames of all sequences together, as the GOT-10k toolkit takes it: valid frames only, without the first.
 * That toolkit also cuts both boxes at the frame's edges, which needs the pictures' sizes and isn't done here.
 */
abstract class PooledOverlap extends ShareMetric {

    private final DoubleUnaryOperator credit;

    /** @param credit what a frame of some overlap is worth, in [0, 1] */
    PooledOverlap(String name, DoubleUnaryOperator credit) {
        super(name);
        this.credit = credit;
    }

    /** Returns 100 times the mean; NaN if no frame is valid but the first. */
    @Override
    public final double measure(Track track) {
        FrameErrors errors = track.errors();
        double sum = 0;
        for (int i = 1; i < errors.valid().length; i++) {
            if (errors.valid()[i]) {
                sum += credit.applyAsDouble(errors.overlap()[i]);
            }
        }
        return 100 * sum / weight(track);
    }

    /** Returns the number of frames that count. */
    @Override
    public final double weight(Track track) {
        boolean[] valid = track.errors().valid();
        int frames = 0;
        for (int i = 1; i < valid.length; i++) {
            if (valid[i]) {
                frames++;
            }
        }
        return frames;
    }
}

package glad.eval.metrics;

import glad.api.eval.FrameErrors;
import glad.api.eval.Track;

/**
 * How often a tracker lost its target. It is lost from a valid frame with overlap 0 until a valid frame with overlap above
 * 0.5: nobody put it back, so that only holding the target again counts.
 *
 * @param failures how often it was lost
 * @param recoveries how often it found the target again
 */
record LostTargets(int failures, int recoveries) {

    private static final double HELD = 0.5;

    static LostTargets of(Track track) {
        FrameErrors errors = track.errors();
        int failures = 0;
        int recoveries = 0;
        for (int i = 0; i < errors.valid().length; i++) {
            boolean lost = failures > recoveries;
            if (errors.valid()[i] && !lost && errors.overlap()[i] <= 0) {
                failures++;
            } else if (errors.valid()[i] && lost && errors.overlap()[i] > HELD) {
                recoveries++;
            }
        }
        return new LostTargets(failures, recoveries);
    }
}

package glad.api.track;

import glad.api.Box;

/**
 * Where the target is in one frame.
 *
 * @param box in pixels of the frame
 * @param confidence in [0, 1], of a composed model the (windowed) score at the chosen place; 1 in the first frame; NaN of a tracker that
 *     has none
 * @param seconds that the frame took by the tracker's own account, without what it costs to reach a tracker that is a program of its own; NaN of
 *     a tracker that gives no such account
 */
public record TrackStep(Box box, double confidence, double seconds) {

    /** Makes a step of a tracker that gives no account of its time. */
    public TrackStep(Box box, double confidence) {
        this(box, confidence, Double.NaN);
    }
}

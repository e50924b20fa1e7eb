package glad.api.track;

import glad.api.Box;

/**
 * Where the target is in one frame.
 *
 * @param box in pixels of the frame
 * @param confidence in [0, 1], of a composed model the (windowed) score at the chosen place; 1 in the first frame; NaN of a tracker that
 *     has none
 */
public record TrackStep(Box box, double confidence) {}

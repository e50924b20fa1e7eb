package glad.platform;

import glad.api.Box;

/**
 * Where a target is in one frame.
 *
 * @param frame 0 is the one that it was given in
 * @param box its top left corner, width and height in pixels
 * @param confidence 0 to 1; 1 in frame 0
 */
public record TrackedBox(int frame, Box box, double confidence) {}

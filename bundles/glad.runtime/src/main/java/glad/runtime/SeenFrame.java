package glad.runtime;

import glad.media.Cropped;

/**
 * A frame that a session looked into.
 *
 * @param region the search region, round the box that was found last
 * @param pass what the model makes of it
 */
public record SeenFrame(Cropped region, FramePass pass) {}

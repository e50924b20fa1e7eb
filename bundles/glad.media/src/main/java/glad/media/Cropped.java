package glad.media;

import glad.api.Picture;

/**
 * A crop and where it was taken.
 *
 * @param picture {@code size x size} pixels, RGB
 * @param geometry the way back to the frame
 */
public record Cropped(Picture picture, CropGeometry geometry) {}

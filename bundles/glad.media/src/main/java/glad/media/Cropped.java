package glad.media;

import glad.api.Image;

/**
 * A crop and where it was taken.
 *
 * @param image {@code size x size} pixels, RGB
 * @param geometry the way back to the frame
 */
public record Cropped(Image image, CropGeometry geometry) {}

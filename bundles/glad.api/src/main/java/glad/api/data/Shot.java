package glad.api.data;

import glad.api.Box;
import glad.api.Image;

/**
 * A crop with a target in it.
 *
 * @param image square
 * @param box the target as fractions of the crop's side, {@code x, y} the top left corner
 */
public record Shot(Image image, Box box) {}

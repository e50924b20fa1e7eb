package glad.runtime;

import glad.api.Image;
import glad.media.CropGeometry;
import glad.media.Cropped;
import java.util.Arrays;

/**
 * What a model sees of a frame and says of it.
 *
 * @param crop the search region, RGB
 * @param geometry the way from its pixels to the frame's
 * @param score {@code side * side} values in (0, 1), row by row from the top left: the head's score map without a window; of the corner
 *     head's two maps the larger value
 * @param side cells of the map along each side
 */
public record SearchView(Image crop, CropGeometry geometry, float[] score, int side) {

    /** @param maps the head's, one after the other */
    static SearchView of(Cropped region, float[] maps, int side) {
        float[] score = Arrays.copyOf(maps, side * side);
        for (int i = score.length; i < maps.length; i++) {
            score[i % score.length] = Math.max(score[i % score.length], maps[i]);
        }
        return new SearchView(region.image(), region.geometry(), score, side);
    }
}

package glad.runtime;

import glad.api.Image;
import glad.media.CropGeometry;
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

    static SearchView of(SeenFrame seen, int side) {
        float[] maps = seen.pass().prediction().score().toFloatArray();
        float[] score = Arrays.copyOf(maps, side * side);
        for (int i = score.length; i < maps.length; i++) {
            score[i % score.length] = Math.max(score[i % score.length], maps[i]);
        }
        return new SearchView(seen.region().image(), seen.region().geometry(), score, side);
    }
}

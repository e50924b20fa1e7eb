package glad.train;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Shot;
import glad.media.Annotation;
import glad.media.Drawing;
import java.util.ArrayList;
import java.util.List;

/** What a tracker makes of an example, for people: templates, search regions with predicted and ground-truth box, score maps. */
final class FoundDrawing {

    private FoundDrawing() {}

    /**
     * Draws it.
     *
     * @param templates what the tracker was shown
     * @param searches search regions with the ground truth
     * @param found predicted box in each, as fractions of it
     * @param score score maps of the search regions side by side, row-major, each value in [0, 1]; as many of each search region
     * @param side of each map
     */
    static Image of(List<Image> templates, List<Shot> searches, List<Box> found, float[] score, int side) {
        List<Image> images = new ArrayList<>(templates);
        int each = score.length / searches.size();
        int height = searches.get(0).image().height();
        for (int i = 0; i < searches.size(); i++) {
            Image search = searches.get(i).image();
            images.add(Drawing.annotate(search,
                    new Annotation(pixels(found.get(i), search), pixels(searches.get(i).box(), search), "", Double.NaN)));
            for (int from = i * each; from < (i + 1) * each; from += side * side) {
                images.add(map(score, from, side, height));
            }
        }
        return Drawing.strip(images, height);
    }

    private static Box pixels(Box box, Image image) {
        return new Box(box.x() * image.width(), box.y() * image.height(), box.w() * image.width(), box.h() * image.height());
    }

    /** Draws a map from black over red and yellow to white, its cells as squares. */
    private static Image map(float[] score, int from, int side, int height) {
        byte[] rgb = new byte[height * height * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < height; x++) {
                float value = score[from + y * side / height * side + x * side / height];
                for (int c = 0; c < 3; c++) {
                    rgb[(y * height + x) * 3 + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, 3 * value - c)));
                }
            }
        }
        return new Image(height, height, rgb);
    }
}

package glad.train;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.TrainingPair;
import glad.media.Annotation;
import glad.media.Drawing;
import java.util.ArrayList;
import java.util.List;

/** What a tracker makes of a pair, for people: template, search region with predicted and ground-truth box, score map. */
final class FoundDrawing {

    private FoundDrawing() {}

    /**
     * Draws it.
     *
     * @param found predicted box as fractions of the search region
     * @param score score maps of the search region side by side, row-major, each value in [0, 1]
     * @param side of each map
     */
    static Image of(TrainingPair pair, Box found, float[] score, int side) {
        Image search = pair.search();
        Image drawn = Drawing.annotate(search, new Annotation(pixels(found, search), pixels(pair.searchBox(), search), "", Double.NaN));
        List<Image> images = new ArrayList<>(List.of(pair.template(), drawn));
        for (int from = 0; from < score.length; from += side * side) {
            images.add(map(score, from, side, search.height()));
        }
        return Drawing.strip(images, search.height());
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

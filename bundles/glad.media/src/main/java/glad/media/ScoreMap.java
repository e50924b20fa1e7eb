package glad.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_INFERNO;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import glad.api.Image;
import glad.media.internal.Mats;
import java.nio.ByteBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Draws a score map over the crop that it is of: dark where a cell's score is 0, bright yellow where it is 1. The scale is the same for
 * every map, so that those of two trackers can be compared; {@link Heat} shows one map from 0 to its own largest value.
 */
public final class ScoreMap {

    private static final double CROP = 0.35;

    private ScoreMap() {}

    /**
     * Returns the crop, darkened, with the map over it, each cell a square.
     *
     * @param score {@code side * side} values in [0, 1], row by row
     * @param side cells along each side
     */
    public static Image over(Image crop, float[] score, int side) {
        try (Mat cells = new Mat(side, side, CV_8UC1); Mat large = new Mat(); Mat coloured = new Mat(); Mat image = Mats.copy(crop);
                Mat drawn = Mats.allocate(crop.width(), crop.height()); Size size = new Size(crop.width(), crop.height())) {
            ByteBuffer bytes = Mats.bytes(cells);
            for (int i = 0; i < side * side; i++) {
                bytes.put(i, (byte) Math.round(255 * Math.max(0, Math.min(1, score[i]))));
            }
            resize(cells, large, size, 0, 0, INTER_NEAREST);
            applyColorMap(large, coloured, COLORMAP_INFERNO);
            cvtColor(coloured, coloured, COLOR_BGR2RGB);
            addWeighted(image, CROP, coloured, 1 - CROP, 0, drawn);
            return Mats.image(drawn);
        }
    }
}

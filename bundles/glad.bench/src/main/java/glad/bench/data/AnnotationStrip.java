package glad.bench.data;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.media.Annotation;
import glad.media.Drawing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Draws an annotated sequence as one image. */
public final class AnnotationStrip {

    private static final int HEIGHT = 240;

    private AnnotationStrip() {}

    /**
     * Returns some frames of a sequence side by side, at equal distances from the first to the last, with their ground-truth boxes.
     *
     * @param most how many frames at most, at least 1
     * @throws IOException if a frame can't be read
     */
    public static Image of(Sequence sequence, int most) throws IOException {
        List<Image> images = new ArrayList<>();
        try (Frames all = sequence.open()) {
            int shown = Math.min(most, all.count());
            for (int i = 0; i < shown; i++) {
                int frame = shown == 1 ? 0 : (int) ((long) i * (all.count() - 1) / (shown - 1));
                Box box = sequence.boxes().get(frame);
                images.add(Drawing.annotate(all.frame(frame),
                        new Annotation(null, box.isValid() ? box : null, "#" + frame, Double.NaN)));
            }
        }
        return Drawing.strip(images, HEIGHT);
    }
}

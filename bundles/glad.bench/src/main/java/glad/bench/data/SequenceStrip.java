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
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Draws a sequence as one image: a few frames side by side, with boxes in them. */
public final class SequenceStrip {

    private static final int HEIGHT = 240;

    private SequenceStrip() {}

    /**
     * Returns frames at equal distances from the first to the last.
     *
     * @param count how many frames there are, at least 1
     * @param most how many to return at most, at least 1
     */
    public static List<Integer> frames(int count, int most) {
        return IntStream.range(0, most).map(i -> most == 1 ? 0 : (int) Math.round((count - 1) * (double) i / (most - 1)))
                .distinct().boxed().toList();
    }

    /**
     * Returns frames side by side.
     *
     * @param frames which, from 0
     * @param annotations what is drawn into a frame, in its pixels
     * @throws IOException if a frame can't be read
     */
    public static Image of(Sequence sequence, List<Integer> frames, IntFunction<Annotation> annotations) throws IOException {
        List<Image> images = new ArrayList<>();
        try (Frames all = sequence.open()) {
            for (int index : frames) {
                Image frame = all.frame(index);
                double scale = (double) HEIGHT / frame.height(); // first, so that the lines stay visible
                Annotation drawn = annotations.apply(index);
                images.add(Drawing.annotate(Drawing.scale(frame, HEIGHT), new Annotation(scaled(drawn.predicted(), scale),
                        scaled(drawn.groundTruth(), scale), drawn.label(), drawn.confidence())));
            }
        }
        return Drawing.strip(images, HEIGHT);
    }

    private static Box scaled(Box box, double scale) {
        return box == null ? null : new Box(box.x() * scale, box.y() * scale, box.w() * scale, box.h() * scale);
    }
}

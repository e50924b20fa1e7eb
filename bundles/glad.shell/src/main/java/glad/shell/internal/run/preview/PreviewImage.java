package glad.shell.internal.run.preview;

import glad.api.Box;
import glad.api.Image;
import glad.bench.ShownFrame;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.Heat;
import glad.runtime.SearchView;
import java.util.List;

/** A frame of a track as one image: the frame with its box, beside it the search region with the score map over it. */
final class PreviewImage {

    /** White between images. */
    private static final int GAP = 4;

    private PreviewImage() {}

    /** Returns it with the search region once more, without the score map, and the confidence at the box. @param height pixels */
    static Image large(ShownFrame frame, int height) {
        Image image = boxed(frame, height, frame.confidence());
        int side = (height - GAP) / 2;
        return frame.search().map(view -> Drawing.strip(List.of(image, Drawing.stack(List.of(Drawing.scale(score(view), side),
                Drawing.scale(view.crop(), side)))), height)).orElse(image);
    }

    /** Returns it so small that the confidence is written elsewhere. @param width most pixels @param height most pixels */
    static Image small(ShownFrame frame, int width, int height) {
        double ratio = frame.frame().width() / (double) frame.frame().height();
        int most = Math.max(2, (int) Math.min(height, (width - GAP - 1) / (ratio + 1)));
        Image image = boxed(frame, most, Double.NaN);
        return frame.search().map(view -> Drawing.strip(List.of(image, score(view)), most)).orElse(image);
    }

    private static Image score(SearchView view) {
        return new Heat(view.score(), view.side(), 1).over(view.crop());
    }

    private static Image boxed(ShownFrame frame, int height, double confidence) {
        Box box = frame.box();
        double scale = height / (double) frame.frame().height();
        Box scaled = new Box(scale * box.x(), scale * box.y(), scale * box.w(), scale * box.h());
        return Drawing.annotate(Drawing.scale(frame.frame(), height), new Annotation(scaled, null, "", confidence));
    }
}

package glad.bench.look;

import ai.djl.ndarray.NDArray;
import glad.api.Box;
import glad.api.Image;
import glad.media.Annotation;
import glad.media.CropGeometry;
import glad.media.Drawing;
import glad.media.Heat;
import java.util.Arrays;
import java.util.function.Consumer;

/** The score map over the frame, unwindowed, with the box that was found. */
final class ScoreView {

    private ScoreView() {}

    static void draw(Seen seen, Consumer<Shown> shown) {
        NDArray score = seen.pass().prediction().score();
        int maps = (int) score.getShape().get(1);
        int side = (int) score.getShape().get(2);
        float[] values = score.toFloatArray();
        for (int i = 0; i < maps; i++) {
            Image image = over(seen, new Heat(Arrays.copyOfRange(values, i * side * side, (i + 1) * side * side), side));
            shown.accept(new Shown(maps == 1 ? "score" : "score-" + (i + 1), image));
        }
    }

    private static Image over(Seen seen, Heat heat) {
        CropGeometry geometry = seen.region().geometry();
        Image image = heat.over(seen.frame(), geometry.left(), geometry.top(), geometry.side(), geometry.side());
        double confidence = seen.pass().prediction().confidence().toFloatArray()[0];
        return Drawing.annotate(image, new Annotation(found(seen), null, "", confidence));
    }

    /** Returns the box that the head found, in pixels of the frame. */
    static Box found(Seen seen) {
        float[] box = seen.pass().prediction().boxes().toFloatArray();
        int side = seen.region().geometry().side();
        return seen.region().geometry().toFrame(box[0] * side, box[1] * side, box[2] * side, box[3] * side);
    }
}

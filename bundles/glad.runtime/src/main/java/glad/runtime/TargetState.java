package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a model keeps about its targets from frame to frame.
 *
 * @param template (B, Nt, C) fp32, the embedded templates
 * @param box (B, 4) fp32, the target in the template as centre x, centre y, width, height, fractions of its side
 * @param cues what the fusion module pooled from the feature maps; may be empty
 */
public record TargetState(NDArray template, NDArray box, NDList cues) implements AutoCloseable {

    /** Frees the arrays. */
    @Override
    public void close() {
        template.close();
        box.close();
        cues.close();
    }
}

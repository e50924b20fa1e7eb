package glad.runtime;

import glad.media.Cropped;

/**
 * A frame that a session looked into.
 *
 * @param region the search region, round the box that was found last
 * @param pass what the model makes of it
 */
public record SeenFrame(Cropped region, FramePass pass) {

    /** Returns what the model says of it, beyond the arrays' scope. @param side cells of the head's map along each side */
    public SearchView view(int side) {
        return SearchView.of(region, pass.prediction().score().toFloatArray(), side);
    }
}

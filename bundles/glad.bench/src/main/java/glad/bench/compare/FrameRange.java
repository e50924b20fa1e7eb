package glad.bench.compare;

import glad.api.Image;
import glad.api.data.Frames;
import java.io.IOException;

/**
 * Some frames of a sequence, the first of which is frame 0 here.
 *
 * @param frames all of them; closed with this
 * @param from the first, 0-based
 * @param to the last
 */
record FrameRange(Frames frames, int from, int to) implements Frames {

    @Override
    public int count() {
        return to - from + 1;
    }

    @Override
    public Image frame(int index) throws IOException {
        return frames.frame(from + index);
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}

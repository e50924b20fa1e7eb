package glad.api.data;

import glad.api.Image;
import java.io.IOException;
import java.util.Objects;

/**
 * Some frames of more, the first of which is frame 0 here.
 *
 * @param all what they are of; closed with this
 * @param from the first, 0-based
 * @param count how many
 */
public record FrameRange(Frames all, int from, int count) implements Frames {

    @Override
    public int spare() {
        return all.spare() + all.count() - from - count;
    }

    @Override
    public Image frame(int index) throws IOException {
        return all.frame(from + Objects.checkIndex(index, count));
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}

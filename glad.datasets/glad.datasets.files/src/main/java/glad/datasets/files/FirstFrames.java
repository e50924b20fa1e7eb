package glad.datasets.files;

import glad.api.Image;
import glad.api.data.Frames;
import java.io.IOException;
import java.util.Objects;

/** The first frames of more. */
record FirstFrames(Frames all, int count) implements Frames {

    @Override
    public Image frame(int index) throws IOException {
        return all.frame(Objects.checkIndex(index, count));
    }

    @Override
    public int spare() {
        return all.count() - count;
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}

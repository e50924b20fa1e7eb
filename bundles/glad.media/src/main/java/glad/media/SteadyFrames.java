package glad.media;

import glad.api.Image;
import glad.api.data.Frames;
import java.io.IOException;

/**
 * The frames of one video, which all have one size: a box means nothing in a frame of another. One that has another size
 * than the frame read first can't be read; those behind it can.
 */
public final class SteadyFrames implements Frames {

    private final Frames frames;
    private int first = -1;
    private int width;
    private int height;

    /** Takes over the frames, which are closed with this. */
    public SteadyFrames(Frames frames) {
        this.frames = frames;
    }

    @Override
    public int count() {
        return frames.count();
    }

    @Override
    public int spare() {
        return frames.spare();
    }

    @Override
    public Image frame(int index) throws IOException {
        Image frame = frames.frame(index);
        if (first < 0) {
            first = index;
            width = frame.width();
            height = frame.height();
        }
        if (frame.width() != width || frame.height() != height) {
            throw new IOException("can't use frame " + index + ": it has " + frame.width() + "x" + frame.height()
                    + " pixels, but frame " + first + " has " + width + "x" + height);
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}

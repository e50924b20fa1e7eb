package glad.datasets.files;

import glad.api.GladException;
import glad.api.data.FrameRange;
import glad.api.data.Frames;
import glad.media.FrameSource;
import java.io.IOException;
import java.nio.file.Path;

/** Frames of a sequence, checked against its boxes. */
public final class SequenceFrames {

    private SequenceFrames() {}

    /**
     * Opens the frames at a place (a folder of images, or beside it a zip archive or a video of that name) if there
     * are at least as many as boxes; those beyond the last box are left out.
     *
     * @param place the folder of images, which needn't exist if an archive or a video stands for it
     * @param first the number of the first image in its file name; -1 begins with the first there is
     * @param sequence how errors name the sequence
     * @param boxes how many boxes there are
     * @throws GladException (failure) if there are fewer frames than boxes
     */
    public static Frames open(Path place, int first, String sequence, int boxes) throws IOException {
        Frames frames = FrameSource.find(place, first);
        if (frames.count() < boxes) {
            frames.close();
            throw GladException.failure("sequence \"" + sequence + "\" has " + boxes + " boxes but only "
                    + frames.count()
                    + " images in \"" + place + "\"; restore the missing images");
        }
        return first(frames, boxes);
    }

    /**
     * Opens the frames at a place even if there are fewer than boxes: where the official reader takes what there is.
     * Those beyond the last box are left out.
     *
     * @throws GladException (failure) if there are none
     */
    public static Frames openWhatIsThere(Path place, int boxes) {
        return first(FrameSource.find(place, -1), boxes);
    }

    private static Frames first(Frames frames, int boxes) {
        return frames.count() <= boxes ? frames : new FrameRange(frames, 0, boxes);
    }

    /** Opens the frames at a place from the first one there is; see the longer form. */
    public static Frames open(Path place, String sequence, int boxes) throws IOException {
        return open(place, -1, sequence, boxes);
    }
}

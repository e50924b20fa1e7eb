package glad.media;

import glad.api.GladException;
import glad.api.data.Frames;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever a user calls a video: a file, or a folder of pictures. */
public final class FrameSource {

    private FrameSource() {}

    /**
     * Opens a video file or a folder of pictures; the caller closes it.
     *
     * @throws GladException (failure) if nothing is there, or what is there has no frames
     */
    public static Frames open(Path input) {
        if (Files.isDirectory(input)) {
            return PictureFolder.open(input);
        }
        if (!Files.exists(input)) {
            throw GladException.failure(
                    "no such file \"" + input + "\"; expected a video (mp4, avi, ...) or a folder of pictures");
        }
        return VideoFile.open(input);
    }
}

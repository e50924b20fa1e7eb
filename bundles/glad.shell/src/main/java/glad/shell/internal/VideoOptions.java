package glad.shell.internal;

import glad.api.data.Frames;
import glad.media.CaptionFont;
import glad.media.VideoFile;
import glad.media.VideoWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of the annotated video that a track may come with. */
final class VideoOptions {

    /** The video's name in the track's folder. */
    static final String FILE = "track.mp4";

    private static final double DEFAULT_RATE = 25;

    @Option(names = "--video", description = "Write " + FILE + " with the boxes drawn in as well.")
    private boolean video;

    @Option(names = "--font", paramLabel = "FILE", description = "A .ttf or .otf file for the sentence in the video, if this"
            + " machine's fonts lack its letters.")
    private Path font;

    /** Tells whether a video is wanted. */
    boolean wanted() {
        return video;
    }

    /**
     * Returns the letters of its captions.
     *
     * @param text the caption
     * @param remark told of letters that will be missing
     * @throws glad.api.GladException if the font that the user names can't be used
     */
    CaptionFont letters(String text, Consumer<String> remark) {
        CaptionFont letters = font == null ? CaptionFont.standard() : CaptionFont.of(font);
        if (video) {
            letters.missing(text).ifPresent(letter -> remark.accept("the letter \"" + letter + "\" isn't in "
                    + (font == null ? "the fonts of this machine" : "\"" + font + "\"") + ", so the video doesn't show all of the sentence;"
                    + " name another by --font FILE"));
        }
        return letters;
    }

    /** Returns a writer of the video of some frames, in their own rate; null if none is wanted. */
    VideoWriter writer(Path folder, Frames frames) {
        double rate = frames instanceof VideoFile file ? file.frameRate() : DEFAULT_RATE;
        return video ? new VideoWriter(folder.resolve(FILE), rate) : null;
    }
}

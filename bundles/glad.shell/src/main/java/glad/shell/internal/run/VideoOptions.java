package glad.shell.internal.run;

import glad.bench.VideoTrack;
import glad.media.CaptionFont;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of the annotated video that a track may come with. */
final class VideoOptions {

    @Option(names = "--video", description = "Write " + VideoTrack.VIDEO + " with the boxes drawn in as well.")
    private boolean video;

    @Option(names = "--font", paramLabel = "FILE", description = "A .ttf or .otf file for the sentence in the video, if this"
            + " machine's fonts lack its letters.")
    private Path font;

    /** Tells whether a video is wanted. */
    boolean wanted() {
        return video;
    }

    /**
     * Returns the letters of its captions; empty if no video is wanted.
     *
     * @param text the caption
     * @param remark told of letters that will be missing
     * @throws glad.api.GladException if the font that the user names can't be used
     */
    Optional<CaptionFont> letters(String text, Consumer<String> remark) {
        CaptionFont letters = font == null ? CaptionFont.standard() : CaptionFont.of(font);
        if (video) {
            letters.missing(text).ifPresent(letter -> remark.accept("the letter \"" + letter + "\" isn't in "
                    + (font == null ? "the fonts of this machine" : "\"" + font + "\"") + ", so the video doesn't show all of the sentence;"
                    + " name another by --font FILE"));
        }
        return video ? Optional.of(letters) : Optional.empty();
    }
}

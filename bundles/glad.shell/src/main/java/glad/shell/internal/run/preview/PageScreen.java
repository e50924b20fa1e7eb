package glad.shell.internal.run.preview;

import glad.api.GladException;
import glad.api.Image;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.bench.ShownFrame;
import glad.media.FrameSource;
import glad.media.ImageFile;
import glad.pages.ChosenTarget;
import glad.pages.FirstFrame;
import glad.pages.OpenPreview;
import glad.shell.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Shows a track on a page, which may ask for the target before. */
final class PageScreen implements Screen {

    private static final int HEIGHT = 480;
    private static final int QUALITY = 80;
    private static final int FIRST_QUALITY = 95;

    private final OpenPreview page;

    PageScreen(OpenPreview page) {
        this.page = page;
    }

    /**
     * Returns what the page asks a person on.
     *
     * @param said what the command line says about the target
     * @throws GladException (failure) if the video can't be read
     */
    static FirstFrame question(Path input, Sentences said) {
        try (Frames frames = FrameSource.open(input)) {
            Image frame = frames.frame(0);
            return new FirstFrame(ImageFile.jpeg(frame, FIRST_QUALITY), frame.width(), frame.height(), said.first(), !said.change());
        } catch (IOException e) {
            throw GladException.failure("the first frame of \"" + input + "\" can't be read: " + Reason.of(e), e);
        }
    }

    /** Waits until a person has chosen the target. @return empty if the command was asked to stop before */
    Optional<Target> ask(StopRequest stop, Sentences said) {
        try {
            ChosenTarget chosen = stop.during(() -> page.target().cancel(false), page.target()::join);
            return Optional.of(new Target(chosen.box(), said.change() ? said : Sentences.of(chosen.sentence())));
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean watched() {
        return page.watched();
    }

    @Override
    public void show(ShownFrame frame) {
        page.show(ImageFile.jpeg(PreviewImage.large(frame, HEIGHT), QUALITY));
    }

    @Override
    public void close() {
        page.close();
    }
}

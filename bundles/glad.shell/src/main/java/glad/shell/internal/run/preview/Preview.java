package glad.shell.internal.run.preview;

import glad.bench.ShownFrame;
import glad.shell.StopRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a track while it is made, or doesn't. Frames are drawn in a thread of their own, whichever is the newest when it has time: tracking
 * waits for nobody.
 */
public final class Preview implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Preview.class);
    /** Between two frames: more of them look no better, and take the processor from the tracker. */
    private static final long PAUSE_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 2_000;

    private final Optional<Screen> screen;
    private final Function<StopRequest, Optional<Target>> asked;
    private final Thread thread = new Thread(this::draw, "preview");
    private ShownFrame newest;
    private boolean closed;

    /**
     * Makes one.
     *
     * @param screen closed with this; empty if nothing is shown
     * @param asked returns the target, and may wait for a person to choose it
     */
    Preview(Optional<Screen> screen, Function<StopRequest, Optional<Target>> asked) {
        this.screen = screen;
        this.asked = asked;
        thread.setDaemon(true);
        if (screen.isPresent()) {
            thread.start();
        }
    }

    /** Returns the target, which a person may have to choose first. @return empty if the command was asked to stop before */
    public Optional<Target> target(StopRequest stop) {
        return asked.apply(stop);
    }

    /** Returns what is shown the frames of the track; empty if nobody wants to see them. */
    public Optional<Consumer<ShownFrame>> viewer() {
        return screen.map(shown -> this::offer);
    }

    private synchronized void offer(ShownFrame frame) {
        newest = frame;
        notifyAll();
    }

    /** Waits for a frame; empty if there comes no other. */
    private synchronized Optional<ShownFrame> take() throws InterruptedException {
        while (newest == null && !closed) {
            wait();
        }
        Optional<ShownFrame> taken = Optional.ofNullable(newest);
        newest = null;
        return taken;
    }

    private void draw() {
        try {
            for (Optional<ShownFrame> frame = take(); frame.isPresent(); frame = take()) {
                if (screen.orElseThrow().watched()) {
                    screen.get().show(frame.get());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("the preview ends, the tracking goes on", e);
        }
    }

    /** Shows the last frame, and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        screen.ifPresent(Screen::close);
    }
}

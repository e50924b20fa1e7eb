package glad.pages;

import glad.pages.internal.LoopbackHttp;
import glad.pages.internal.MotionJpeg;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** The page of a track, open until this is closed. For any number of threads. */
public final class OpenPreview implements AutoCloseable {

    private final LoopbackHttp http;
    private final MotionJpeg motion;
    private final CompletableFuture<ChosenTarget> target;

    OpenPreview(LoopbackHttp http, MotionJpeg motion, CompletableFuture<ChosenTarget> target) {
        this.http = http;
        this.motion = motion;
        this.target = target;
    }

    /** Returns where it is, with the token: {@code http://127.0.0.1:8080/TOKEN/}. */
    public URI address() {
        return http.address();
    }

    /** Returns what a person chooses on the page; never completed by it if the page doesn't ask. */
    public CompletableFuture<ChosenTarget> target() {
        return target;
    }

    /** Tells whether anybody looks at the track. */
    public boolean watched() {
        return motion.viewers() > 0;
    }

    /** Shows the next image of the track; returns at once, however slow the browser is. @param jpeg a JPEG file */
    public void show(byte[] jpeg) {
        motion.show(jpeg);
    }

    /** Stops listening; browsers keep the last image. */
    @Override
    public void close() {
        motion.end();
        http.close();
    }
}

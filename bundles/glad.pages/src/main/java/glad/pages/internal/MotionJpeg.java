package glad.pages.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A moving image for browsers: JPEG images one behind the other in one answer, each in the place of that before
 * ({@code multipart/x-mixed-replace}). A browser that is slow gets the newest when it has taken the last; whoever shows them never waits.
 */
public final class MotionJpeg {

    static final String TYPE = "multipart/x-mixed-replace; boundary=frame";

    /** Behind an image at once. Chromium shows an image when the next one begins, so that the last is written twice. */
    private static final byte[] BOUNDARY = "\r\n--frame\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long PATIENCE_MILLIS = 1_000;

    private byte[] newest = {};
    private long number;
    private int viewers;
    private boolean ended;

    /** Shows an image in the place of that before. */
    public synchronized void show(byte[] jpeg) {
        newest = jpeg;
        number++;
        notifyAll();
    }

    /** Ends it for all viewers, which get the newest image before, unless they are too slow for it. */
    public synchronized void end() {
        ended = true;
        notifyAll();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            for (long left = PATIENCE_MILLIS; viewers > 0 && left > 0; left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how many look. */
    public synchronized int viewers() {
        return viewers;
    }

    /** Writes images to one viewer until the end, or until it leaves. */
    void write(OutputStream out) {
        join(1);
        try {
            out.write(BOUNDARY, 2, BOUNDARY.length - 2);
            out.flush();
            long shown = 0;
            while (await(shown)) {
                byte[] jpeg;
                synchronized (this) {
                    jpeg = newest;
                    shown = number;
                }
                write(jpeg, out);
            }
            if (shown > 0) {
                write(newest(), out);
            }
        } catch (IOException e) {
            // The viewer has left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            join(-1);
        }
    }

    private static void write(byte[] jpeg, OutputStream out) throws IOException {
        out.write(("Content-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg);
        out.write(BOUNDARY);
        out.flush();
    }

    private synchronized byte[] newest() {
        return newest;
    }

    private synchronized void join(int change) {
        viewers += change;
        notifyAll();
    }

    /** Waits for an image behind a number; returns whether there is one. */
    private synchronized boolean await(long shown) throws InterruptedException {
        while (number == shown && !ended) {
            wait();
        }
        return number > shown;
    }
}

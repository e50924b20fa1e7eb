package glad.media.internal;

import org.bytedeco.ffmpeg.global.avutil;

/** Settings of the native libraries that must be made before they are used. */
public final class Natives {

    private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    private Natives() {}

    /**
     * Lifts JavaCPP's limit on the memory of the whole process, which must happen before JavaCPP starts. By default it
     * refuses to allocate once the process holds four times the Java heap, which a tensor library in the same process
     * reaches in normal work.
     */
    public static void liftMemoryLimit() {
        if (System.getProperty(LIMIT) == null) {
            System.setProperty(LIMIT, "0");
        }
    }

    /** Makes FFmpeg report to us alone, not to the terminal. */
    public static void silenceFfmpeg() {
        liftMemoryLimit();
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }
}

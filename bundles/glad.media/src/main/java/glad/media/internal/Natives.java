package glad.media.internal;

/** Settings of the native libraries that must be made before the first of them is loaded. */
public final class Natives {

    private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

    private Natives() {}

    /**
     * Lifts JavaCPP's limit on the memory of the whole process. By default it refuses to allocate once the process
     * holds four times the Java heap, which a tensor library in the same process reaches in normal work.
     */
    public static void prepare() {
        if (System.getProperty(LIMIT) == null) {
            System.setProperty(LIMIT, "0");
        }
    }
}

package glad.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/** The PyTorch engine of this JVM. */
public final class Torch {

    private Torch() {}

    /**
     * Starts the engine if it isn't running yet. While it starts, the thread's context class loader is DJL's, because
     * inside OSGi its native libraries and service files are visible to that loader only.
     */
    public static Engine engine() {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(Engine.class.getClassLoader());
        try {
            return Engine.getEngine("PyTorch");
        } finally {
            thread.setContextClassLoader(previous);
        }
    }

    /** Tells whether this libtorch was built with oneDNN, whose operators can then be called by name. */
    public static boolean oneDnn() {
        engine();
        return JniUtils.getFeatures().contains("MKLDNN");
    }

    /**
     * Says how many threads an operator that the current thread calls may use on the CPU. Threads that haven't computed yet
     * begin with the number said last, whoever said it.
     *
     * @param count at least 1
     * @return the number before
     */
    public static int threads(int count) {
        engine();
        int before = JniUtils.getNumThreads(); // also ends libtorch's own set-up of this thread, which would undo ours
        if (count != before) {
            JniUtils.setNumThreads(count);
        }
        return before;
    }

    /** Returns a new top-level manager on the CPU; the caller closes it. */
    public static NDManager manager() {
        return manager(Device.cpu());
    }

    /** Returns a new top-level manager on a device; the caller closes it. */
    public static NDManager manager(Device device) {
        return engine().newBaseManager(device);
    }
}

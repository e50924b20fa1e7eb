package glad.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

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

    /** Returns a new top-level manager on the CPU; the caller closes it. */
    public static NDManager manager() {
        return manager(Device.cpu());
    }

    /** Returns a new top-level manager on a device; the caller closes it. */
    public static NDManager manager(Device device) {
        return engine().newBaseManager(device);
    }
}

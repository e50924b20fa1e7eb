package glad.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import glad.nn.internal.Nnpack;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The PyTorch engine of this JVM. */
public final class Torch {

    private Torch() {}

    /**
     * Starts the engine if it isn't running yet. While it starts, the thread's context class loader is DJL's, because
     * inside OSGi its native libraries and service files are visible to that loader only. NNPACK is switched off in it.
     */
    public static Engine engine() {
        Thread thread = Thread.currentThread();
        ClassLoader previous = thread.getContextClassLoader();
        thread.setContextClassLoader(Engine.class.getClassLoader());
        try {
            Engine engine = Engine.getEngine("PyTorch");
            Nnpack.off();
            return engine;
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
     * Sets the generators that operators draw from, on all devices: dropped paths, for example. They are the process's own, so
     * that a seed says what is drawn only while nobody else draws.
     */
    public static void seed(long seed) {
        engine();
        JniUtils.setSeed(seed);
    }

    /** Returns how many threads an operator that the current thread calls may use on the CPU. */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /**
     * Says how many threads an operator that the current thread calls may use on the CPU. Threads that haven't computed yet
     * begin with the number said last, whoever said it.
     *
     * @param count at least 1
     */
    public static void threads(int count) {
        threads(); // lets libtorch set this thread up, which would undo what we say if it came later
        JniUtils.setNumThreads(count);
    }

    /**
     * Computes something in a thread that ends with it, while the current one waits. A thread that has computed keeps
     * OpenMP's threads for itself as long as it lives, and where several threads do so, they sleep at every barrier.
     *
     * @throws RuntimeException what the task throws
     */
    public static void apart(Runnable task) {
        try {
            CompletableFuture.runAsync(task, run -> new Thread(run, "apart").start()).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
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

package glad.shell.internal;

import java.util.concurrent.CountDownLatch;

/** Work that is asked to stop when the process is (Ctrl-C, SIGTERM), and then may still write down what it has. */
final class UntilStopped {

    private UntilStopped() {}

    /** Some work. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {

        /** Does it. */
        T get() throws E;
    }

    /**
     * Does some work; the end of the process waits for it.
     *
     * @param stop asks the work to stop soon; called from another thread
     */
    static <T, E extends Exception> T get(Runnable stop, Work<T, E> work) throws E {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stop.run();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            done.countDown();
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: it is this hook that stopped the work.
        }
    }
}

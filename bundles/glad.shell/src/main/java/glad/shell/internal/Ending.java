package glad.shell.internal;

import glad.shell.StopRequest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Holds the end of the process and of the framework back while a command runs: it is asked to stop, saves what it has, says so,
 * and only then do its classes go. A command that has nothing to save isn't waited for by the process, and not long by the framework.
 */
final class Ending implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;

    private final BundleContext framework;
    private final StopRequest stop;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::process, "stop");
    private final SynchronousBundleListener listener = this::framework;

    /**
     * Begins to hold the end back.
     *
     * @param framework the context of the system bundle
     * @param stop asks the command
     */
    Ending(BundleContext framework, StopRequest stop) {
        this.framework = framework;
        this.stop = stop;
        Runtime.getRuntime().addShutdownHook(hook);
        framework.addBundleListener(listener);
    }

    private void process() {
        if (stop.ask()) {
            await(Long.MAX_VALUE);
        }
    }

    private void framework(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle() == framework.getBundle()) {
            await(stop.ask() ? Long.MAX_VALUE : PATIENCE_SECONDS);
        }
    }

    private void await(long seconds) {
        try {
            done.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended. */
    @Override
    public void close() {
        done.countDown();
        try {
            framework.removeBundleListener(listener);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process or the framework is ending: that is what stopped the command.
        }
    }
}

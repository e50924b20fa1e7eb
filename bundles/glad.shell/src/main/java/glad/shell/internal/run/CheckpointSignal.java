package glad.shell.internal.run;

import org.jline.utils.Signals;

/** Lets SIGUSR1 ask for a checkpoint until this is closed, where the system has that signal and the product has JLine, which hears it. */
final class CheckpointSignal implements AutoCloseable {

    private static final String NAME = "USR1";

    private final Object before;
    private final boolean heard;

    /** @param asked called by another thread at each signal */
    CheckpointSignal(Runnable asked) {
        Object other = null;
        boolean there;
        try {
            other = Signals.register(NAME, asked);
            there = true;
        } catch (NoClassDefFoundError e) { // without a shell there may be no JLine
            there = false;
        }
        before = other;
        heard = there;
    }

    @Override
    public void close() {
        if (heard) {
            Signals.unregister(NAME, before);
        }
    }
}

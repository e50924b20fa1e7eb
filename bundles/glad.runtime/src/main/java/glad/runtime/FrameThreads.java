package glad.runtime;

import glad.api.GladException;
import glad.nn.Torch;
import java.util.function.Supplier;

/**
 * How many threads sessions compute on with the CPU: a fixed number, or one or all of them, whichever frames are measured to
 * be faster on at the time. Results don't depend on that as far as the operators' don't; those of {@code glad-nano} don't.
 * It serves one session of one model after the other; sessions that run side by side share fixed threads. Closing it gives
 * the threads back.
 */
public final class FrameThreads implements AutoCloseable {

    private static final String AUTO = "auto";

    private final int before;
    private final ThreadChoice choice;

    private FrameThreads(int before, ThreadChoice choice) {
        this.before = before;
        this.choice = choice;
    }

    /** Returns the threads that there are, for whoever computes on them anyway; needn't be closed. */
    public static FrameThreads unchanged() {
        return new FrameThreads(Torch.threads(), null);
    }

    /**
     * Reads the word of a command line, and from now on lets the current thread and new ones compute on that many threads.
     *
     * @param word a number of threads, at most as many as libtorch has ({@code OMP_NUM_THREADS}, else the processors), or
     *        {@code auto}
     * @throws GladException (usage) if it is neither
     */
    public static FrameThreads parse(String word) {
        int all = Torch.threads();
        if (word.equals(AUTO)) {
            return new FrameThreads(all, new ThreadChoice(all));
        }
        int count = word.matches("\\d{1,6}") ? Integer.parseInt(word) : 0;
        if (count < 1 || count > all) {
            throw GladException.usage("threads \"" + word + "\" can't be had; expected auto or a number from 1 to " + all
                    + ", the threads of libtorch here, which OMP_NUM_THREADS sets");
        }
        Torch.threads(count);
        return new FrameThreads(all, null);
    }

    /** Computes the start of a sequence. */
    <T> T start(Model model, Supplier<T> work) {
        return choice == null ? work.get() : on(choice.best(model.large()), work);
    }

    /** Computes a frame, and measures it. */
    <T> T frame(Supplier<T> work) {
        if (choice == null) {
            return work.get();
        }
        long moment = System.nanoTime();
        T result = on(choice.threads(), work);
        choice.took(System.nanoTime() - moment);
        return result;
    }

    private <T> T on(int threads, Supplier<T> work) {
        if (threads == before) {
            return work.get();
        }
        Torch.threads(threads);
        try {
            return work.get();
        } finally {
            // Other work of this thread, and threads that begin, find all of them.
            Torch.threads(before);
        }
    }

    @Override
    public void close() {
        Torch.threads(before);
    }
}

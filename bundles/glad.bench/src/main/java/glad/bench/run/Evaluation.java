package glad.bench.run;

import glad.api.Box;
import glad.api.GladException;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.track.Tracker;
import glad.experiment.ContentHash;
import glad.nn.Torch;
import glad.runtime.BundleFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a tracker over sequences, each in one pass from its initial box and its sentence, or sentences, and keeps the results
 * in a run's folder. A sequence finished before with the same content isn't computed again. One that fails is named, and
 * the others go on. {@link #stop}, or interrupting the thread, stops it between two frames: what is finished stays, what isn't is computed
 * again by the next evaluation. For one thread at a time.
 */
public final class Evaluation {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

    private final RunFolder folder;
    private final String trackerHash;
    private final Consumer<EvaluationProgress> listener;
    private final Map<String, Sequence> sequences = new LinkedHashMap<>();
    private final Map<String, String> damaged = new LinkedHashMap<>();
    private final Map<String, Integer> tracked = new HashMap<>();
    private long framesInAll;
    private long framesDone;
    private long framesTracked;
    private long started;
    private volatile boolean asked;
    private volatile boolean stopped;

    /**
     * Makes an evaluation.
     *
     * @param folder keeps the results
     * @param trackerHash a text or hash of all that decides what the tracker does (parts, weights, settings, seed, device,
     *        precision); a result made under another one isn't reused
     * @param listener told of every frame, in the thread that tracks it, one frame at a time
     */
    public Evaluation(RunFolder folder, String trackerHash, Consumer<EvaluationProgress> listener) {
        this.folder = folder;
        this.trackerHash = trackerHash;
        this.listener = listener;
    }

    /** Asks {@link #run} to return after the current frame. May be called by any thread. */
    public void stop() {
        asked = true;
    }

    /**
     * Evaluates a tracker.
     *
     * @param set the dataset, with the sentences that the tracker is told
     * @param names which of its sequences, in order
     * @param trackers as many as sequences are tracked at the same time: each makes a tracker for one sequence after the
     *        other, in a thread of its own, and closes it after the sequence; a single one does so in the caller's thread.
     *        They may be of several models on several devices: whichever is free takes the next sequence
     * @return what became of each sequence; where it was interrupted, the thread's interrupt flag is set again
     * @throws GladException if the folder can't be written, or another evaluation is writing it
     */
    public EvaluationResult run(SequenceSet set, List<String> names, List<Supplier<Tracker>> trackers) {
        try (RunLock lock = folder.lock()) {
            LOG.debug("{} taken", lock);
            return track(set, names, trackers);
        }
    }

    private EvaluationResult track(SequenceSet set, List<String> names, List<Supplier<Tracker>> trackers) {
        survey(set, names);
        stopped = false;
        started = System.nanoTime();
        SequenceOutcome[] outcomes = new SequenceOutcome[names.size()];
        AtomicInteger next = new AtomicInteger();
        List<Integer> order = trackers.size() == 1
                ? IntStream.range(0, names.size()).boxed().toList() : longestFirst(names);
        List<Runnable> work =
                trackers.stream().<Runnable>map(one -> () -> work(names, order, one, next, outcomes)).toList();
        if (work.size() == 1) {
            // In the thread that loaded the model: a second one that computes makes OpenMP's threads sleep at every barrier.
            work.get(0).run();
        } else {
            stopped |= together(work);
        }
        if (stopped && !asked) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = without(names.get(i), "not reached: the evaluation was stopped");
            }
        }
        return new EvaluationResult(List.of(outcomes), stopped || asked);
    }

    /** Returns the sequences' numbers so that none of the long ones is left to the end, when others have no more to do. */
    private List<Integer> longestFirst(List<String> names) {
        return IntStream.range(0, names.size()).boxed().sorted(Comparator.comparingInt((Integer i) ->
                damaged.containsKey(names.get(i)) ? 0 : -sequences.get(names.get(i)).boxes().size())).toList();
    }

    /**
     * Runs every piece of work in a thread of its own, each with its part of those that an operator may use, and waits for
     * all; returns whether the waiting was interrupted.
     */
    private static boolean together(List<Runnable> work) {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        int processors = Torch.threads();
        boolean interrupted = false;
        try {
            List<Future<?>> all = new ArrayList<>();
            work.forEach(one -> all.add(threads.submit(() -> {
                Torch.threads(Math.max(1, processors / work.size()));
                one.run();
            })));
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            interrupted |= end(threads);
            Torch.threads(processors); // for threads that begin to compute from now on
        }
        return interrupted;
    }

    /** Stops what still runs and waits for it; returns whether the waiting was interrupted. */
    private static boolean end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.HOURS)) {
                    return interrupted;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Takes sequence after sequence until none is left. */
    private void work(List<String> names, List<Integer> order, Supplier<Tracker> trackers, AtomicInteger next,
            SequenceOutcome[] outcomes) {
        boolean going = false;
        try {
            for (int n = next.getAndIncrement(); n < names.size() && !stopped && !asked; n = next.getAndIncrement()) {
                int i = order.get(n);
                String name = names.get(i);
                if (damaged.containsKey(name)) {
                    outcomes[i] = without(name, damaged.get(name));
                    continue;
                }
                outcomes[i] = evaluate(name, names, trackers);
                if (outcomes[i] == null) {
                    stopped = true;
                    outcomes[i] = without(name, "not finished: the evaluation was stopped");
                }
                settle(name);
            }
            going = true;
        } finally {
            stopped |= !going; // no use in going on where results can't be kept
        }
    }

    /** Counts what wasn't tracked of a sequence as done. */
    private synchronized void settle(String name) {
        framesDone += sequences.get(name).boxes().size() - tracked.getOrDefault(name, 0);
    }

    /** Reads all annotations, which says how much there is to do. */
    private void survey(SequenceSet set, List<String> names) {
        sequences.clear();
        damaged.clear();
        tracked.clear();
        framesInAll = 0;
        framesDone = 0;
        framesTracked = 0;
        for (String name : names) {
            try {
                Sequence sequence = set.sequence(name);
                sequences.put(name, sequence);
                framesInAll += sequence.boxes().size();
            } catch (GladException e) {
                LOG.warn("sequence {}: {}", name, e.getMessage());
                damaged.put(name, e.getMessage());
            }
        }
    }

    private SequenceOutcome without(String name, String problem) {
        return new SequenceOutcome(name, Optional.ofNullable(sequences.get(name)), Optional.empty(), false, problem);
    }

    /** Returns what became of a sequence, or null if the thread was interrupted. */
    private SequenceOutcome evaluate(String name, List<String> names, Supplier<Tracker> trackers) {
        Sequence sequence = sequences.get(name);
        SequenceResult result;
        boolean reused = false;
        try (Frames frames = sequence.open()) {
            String hash = contentHash(trackerHash, sequence, frames.count());
            Optional<SequenceResult> before = folder.finished(name, hash);
            reused = before.isPresent();
            result = reused ? before.get() : track(sequence, frames, hash, names, trackers);
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted() || asked) { // an interrupted read fails too, and Ctrl-C ends a tracker's own process
                return null;
            }
            LOG.warn("sequence {}: {}", name, BundleFault.reason(e), e);
            return without(name, BundleFault.reason(e));
        }
        if (result == null) {
            return null;
        }
        if (!reused) {
            folder.write(result);
        }
        return new SequenceOutcome(name, Optional.of(sequence), Optional.of(result), reused, "");
    }

    /**
     * Returns the hash of what decides a sequence's result. The frames' bytes, which would have to be read for nothing else, aren't in it.
     *
     * @param trackerHash of all that decides what the tracker does
     * @param sequence with the sentence that the tracker is told
     * @param frames how many there are
     */
    public static String contentHash(String trackerHash, Sequence sequence, int frames) {
        Box first = sequence.initialBox();
        return ContentHash.of(trackerHash, sequence.name(), sequence.sentences().text(),
                first.x() + "," + first.y() + "," + first.w() + "," + first.h(), Integer.toString(frames));
    }

    /** Returns the result, or null if the evaluation was stopped. */
    private SequenceResult track(Sequence sequence, Frames frames, String hash, List<String> names,
            Supplier<Tracker> trackers) throws IOException {
        List<Box> boxes = new ArrayList<>();
        List<Double> confidences = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        List<Double> ownSeconds = new ArrayList<>();
        try (Tracker tracker = trackers.get()) {
            Sentences told = tracker.words(sequence);
            Tracking tracking = Tracking.begin(frames, tracker, sequence.initialBox(), told);
            boolean ended = tracking.run(() -> stopped || asked, (index, frame, step, time) -> {
                boxes.add(step.box());
                confidences.add(step.confidence());
                seconds.add(time);
                ownSeconds.add(step.seconds());
                step(sequence, names, index + 1, frames.count());
            });
            if (!ended) {
                return null;
            }
            if (told.change()) {
                folder.write(sequence.name(), told);
            }
        }
        return new SequenceResult(sequence.name(), hash, boxes, confidences, seconds, ownSeconds);
    }

    private synchronized void step(Sequence sequence, List<String> names, int frame, int frames) {
        framesTracked++;
        framesDone++;
        tracked.merge(sequence.name(), 1, Integer::sum);
        double rate = framesTracked / Math.max(1e-9, (System.nanoTime() - started) / 1e9);
        Duration left = Duration.ofMillis(Math.round(1000 * Math.max(0, framesInAll - framesDone) / rate));
        listener.accept(new EvaluationProgress(sequence.name(), names.indexOf(sequence.name()) + 1, names.size(), frame, frames,
                framesDone, framesInAll, rate, left));
    }
}

package glad.experiment.run;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Picture;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.runtime.TrackStep;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One-pass evaluation: runs a tracker over sequences, each from its first true box and its sentence, and keeps the results
 * in a run's folder. A sequence finished before with the same content isn't computed again. One that fails is named, and
 * the others go on. Interrupting the thread stops it between two frames: what is finished stays, what isn't is computed
 * again by the next evaluation. For one thread at a time.
 */
public final class Evaluation {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

    private final RunFolder folder;
    private final String trackerHash;
    private final Consumer<Progress> listener;
    private final Map<String, Sequence> sequences = new LinkedHashMap<>();
    private final Map<String, String> damaged = new LinkedHashMap<>();
    private long framesInAll;
    private long framesSettled;
    private long framesTracked;
    private long started;

    /**
     * Makes an evaluation.
     *
     * @param folder keeps the results
     * @param trackerHash a text or hash of all that decides what the tracker does (parts, weights, settings, seed, device,
     *        precision); a result made under another one isn't reused
     * @param listener told of every frame, in the evaluating thread
     */
    public Evaluation(RunFolder folder, String trackerHash, Consumer<Progress> listener) {
        this.folder = folder;
        this.trackerHash = trackerHash;
        this.listener = listener;
    }

    /**
     * Evaluates a tracker.
     *
     * @param set the dataset
     * @param names which of its sequences, in order
     * @param tracker runs over all of them; stays the caller's
     * @return what became of each sequence; where it was interrupted, the thread's interrupt flag is set again
     * @throws GladException if the folder can't be written
     */
    public EvaluationResult run(SequenceSet set, List<String> names, Tracker tracker) {
        survey(set, names);
        List<SequenceOutcome> outcomes = new ArrayList<>();
        boolean stopped = false;
        started = System.nanoTime();
        for (String name : names) {
            stopped |= Thread.interrupted();
            if (stopped) {
                outcomes.add(without(name, "not reached: the evaluation was stopped"));
            } else if (damaged.containsKey(name)) {
                outcomes.add(without(name, damaged.get(name)));
            } else {
                SequenceOutcome outcome = evaluate(name, names, tracker);
                stopped = outcome == null;
                outcomes.add(stopped ? without(name, "not finished: the evaluation was stopped") : outcome);
                framesSettled += sequences.get(name).boxes().size();
            }
        }
        if (stopped) {
            Thread.currentThread().interrupt();
        }
        return new EvaluationResult(List.copyOf(outcomes), stopped);
    }

    /** Reads all annotations, which says how much there is to do. */
    private void survey(SequenceSet set, List<String> names) {
        sequences.clear();
        damaged.clear();
        framesInAll = 0;
        framesSettled = 0;
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
    private SequenceOutcome evaluate(String name, List<String> names, Tracker tracker) {
        Sequence sequence = sequences.get(name);
        SequenceResult result;
        boolean reused = false;
        try (Frames frames = sequence.open()) {
            String hash = contentHash(sequence, frames.count());
            Optional<SequenceResult> before = folder.finished(name, hash);
            reused = before.isPresent();
            result = reused ? before.get() : track(sequence, frames, hash, names, tracker);
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) { // an interrupted read fails too
                return null;
            }
            LOG.warn("sequence {} failed", name, e);
            return without(name, e instanceof GladException || e instanceof IOException ? e.getMessage() : e.toString());
        }
        if (result == null) {
            return null;
        }
        if (!reused) {
            folder.write(result);
        }
        return new SequenceOutcome(name, Optional.of(sequence), Optional.of(result), reused, "");
    }

    /** What decides a result besides the tracker. The frames' bytes would have to be read for nothing else. */
    private String contentHash(Sequence sequence, int frames) {
        if (sequence.boxes().isEmpty()) {
            throw GladException.failure("sequence \"" + sequence.name() + "\" has no true box to begin with");
        }
        Box first = sequence.boxes().get(0);
        return ContentHash.of(trackerHash, sequence.name(), sequence.sentence(), first.x() + "," + first.y() + ","
                + first.w() + "," + first.h(), Integer.toString(frames));
    }

    /** Returns the result, or null if the thread was interrupted. */
    private SequenceResult track(
            Sequence sequence, Frames frames, String hash, List<String> names, Tracker tracker) throws IOException {
        List<Box> boxes = new ArrayList<>();
        List<Double> confidences = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < frames.count(); i++) {
            if (Thread.interrupted()) {
                return null;
            }
            Picture frame = frames.frame(i);
            long moment = System.nanoTime();
            TrackStep step = i == 0
                    ? tracker.start(frame, sequence.boxes().get(0), sequence.sentence()) : tracker.next(frame);
            seconds.add((System.nanoTime() - moment) / 1e9);
            boxes.add(step.box());
            confidences.add(step.confidence());
            framesTracked++;
            listener.accept(progress(sequence, names, i + 1, frames.count()));
        }
        return new SequenceResult(sequence.name(), hash, boxes, confidences, seconds);
    }

    private Progress progress(Sequence sequence, List<String> names, int frame, int frames) {
        double rate = framesTracked / Math.max(1e-9, (System.nanoTime() - started) / 1e9);
        long done = framesSettled + frame;
        Duration left = Duration.ofMillis(Math.round(1000 * Math.max(0, framesInAll - done) / rate));
        return new Progress(sequence.name(), names.indexOf(sequence.name()) + 1, names.size(), frame, frames, done,
                framesInAll, rate, left);
    }
}

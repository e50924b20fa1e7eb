package glad.bench;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.bench.run.Evaluation;
import glad.bench.run.RunFolder;
import glad.bench.run.internal.Differences;
import glad.experiment.ContentHash;
import glad.experiment.SentenceMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Says why results that lie in runs' folders wouldn't be computed the same way again: code, weights, settings or data have changed since. Of
 * the data each sequence's first box, sentence and number of frames are compared, not the images' bytes. For one thread.
 */
public final class Staleness {

    private final EvaluationPlan plan;
    private final Map<String, Integer> frames = new HashMap<>();

    /** Compares with what there is now. @param plan what the runs were evaluated on; those without images aren't compared */
    public Staleness(EvaluationPlan plan) {
        this.plan = plan;
    }

    /**
     * Returns what has changed in a few words; empty if nothing has, or nothing is there. On which kind of device the results were computed, and
     * which parts their weights weren't retrained without, is taken from the folder: the one is no change, the other follows from the rest.
     *
     * @param content all that decides the tracker's results now, by name, {@linkplain glad.bench.run.RunContent without} the dataset
     * @param sentence what the tracker is told
     * @throws GladException (failure) if folder or data can't be read
     */
    public Optional<String> reason(RunFolder folder, SortedMap<String, String> content, SentenceMode sentence) {
        SortedMap<String, String> now = new TreeMap<>(content);
        now.putAll(plan.content());
        SortedMap<String, String> before = folder.content().orElse(now);
        for (String key : List.of(RunFolder.DEVICE, RunFolder.NOT_RETRAINED)) {
            now.compute(key, (name, value) -> before.get(name));
        }
        return before.equals(now) ? data(folder, ContentHash.of(before.toString()), sentence.of(plan.told()))
                : Optional.of(Differences.of(before, now));
    }

    private Optional<String> data(RunFolder folder, String tracker, SequenceSet told) {
        List<String> changed = new ArrayList<>();
        for (String name : plan.names()) {
            Optional<String> hash = folder.contentHash(name);
            if (hash.isPresent() && plan.set().hasFrames(name)) {
                Sequence sequence = told.sequence(name);
                if (!hash.get().equals(Evaluation.contentHash(tracker, sequence, frames.computeIfAbsent(name, n -> count(sequence))))) {
                    changed.add(name);
                }
            }
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of("first box, sentence or number of frames of sequence \"" + changed.get(0)
                + "\" has changed" + (changed.size() > 1 ? ", and of " + (changed.size() - 1) + " more" : ""));
    }

    private static int count(Sequence sequence) {
        try (Frames opened = sequence.open()) {
            return opened.count();
        } catch (IOException e) {
            throw GladException.failure("the images of sequence \"" + sequence.name() + "\" can't be read: " + Reason.of(e)
                    + "; check the dataset's folder", e);
        }
    }
}

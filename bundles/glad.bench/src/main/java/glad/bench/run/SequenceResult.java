package glad.bench.run;

import glad.api.Box;
import glad.api.data.Sequence;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import java.util.Collections;
import java.util.List;

/**
 * What a tracker did in one sequence; every list has one entry per frame.
 *
 * @param sequence the sequence's name
 * @param contentHash of everything that decides the result
 * @param boxes in pixels; the first is the given one
 * @param confidences in [0, 1]; NaN where the tracker gives none
 * @param seconds of tracking, without reading the frame; the first frame's includes language and diffusion, and is NaN if
 *        these came from the cache
 * @param ownSeconds of tracking by the tracker's own account; NaN where it gives none
 */
public record SequenceResult(String sequence, String contentHash, List<Box> boxes, List<Double> confidences, List<Double> seconds,
        List<Double> ownSeconds) {

    /** Copies the lists. @throws IllegalArgumentException if their lengths differ */
    public SequenceResult {
        boxes = List.copyOf(boxes);
        confidences = List.copyOf(confidences);
        seconds = List.copyOf(seconds);
        ownSeconds = List.copyOf(ownSeconds);
        if (confidences.size() != boxes.size() || seconds.size() != boxes.size() || ownSeconds.size() != boxes.size()) {
            throw new IllegalArgumentException(sequence + ": " + boxes.size() + " boxes, " + confidences.size()
                    + " confidences, " + seconds.size() + " times, " + ownSeconds.size() + " times of the tracker's own");
        }
    }

    /** Makes the result of a tracker that gives no account of its times. */
    public SequenceResult(String sequence, String contentHash, List<Box> boxes, List<Double> confidences, List<Double> seconds) {
        this(sequence, contentHash, boxes, confidences, seconds, Collections.nCopies(boxes.size(), Double.NaN));
    }

    /** Tells whether the first frame's diffusion features came from the cache. */
    public boolean startedFromCache() {
        return seconds.size() > 1 && seconds.get(0).isNaN() && !seconds.get(1).isNaN();
    }

    /** Returns this result beside the ground truth, ready to be measured by some rules. */
    public Track track(Sequence of, Rules rules) {
        return of.track(boxes, seconds, rules);
    }
}

package glad.eval.protocols.internal;

import glad.api.Box;
import glad.api.GladId;
import glad.api.data.SequenceSet;
import glad.api.track.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Component;

/**
 * Temporal robustness evaluation (TRE) of the OTB toolkit: a tracker begins in 20 frames of each sequence and goes on to its end.
 * Start frames lie at equal distances among those with a box; the last has 20 frames behind it, its own included.
 */
@GladId("temporal-robustness")
@Component
public final class TemporalRobustness implements Protocol {

    private static final int SEGMENTS = 20;
    private static final int LEAST_FRAMES = 20;

    @Override
    public String description() {
        return "up to " + SEGMENTS + " runs of each sequence, from later and later frames to its end (OTB's TRE)";
    }

    @Override
    public SequenceSet runs(SequenceSet set) {
        return new SequenceRuns(set, sequence -> starts(sequence.boxes()).stream().map(String::valueOf).toList(),
                (sequence, run) -> new LaterStart(sequence, run, Integer.parseInt(run)));
    }

    /** Returns the start frames, 0-based and rising; none if no frame has a box. */
    static List<Integer> starts(List<Box> boxes) {
        List<Integer> candidates = new ArrayList<>();
        int last = 0; // how many candidates have enough frames behind them
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            if (box.x() >= 0 && box.y() >= 0 && box.w() > 0 && box.h() > 0) { // false for what isn't a number
                candidates.add(i);
                last = boxes.size() - i >= LEAST_FRAMES ? candidates.size() : last;
            }
        }
        if (last == 0) {
            return candidates.subList(0, Math.min(1, candidates.size()));
        }
        TreeSet<Integer> starts = new TreeSet<>();
        double step = last / (SEGMENTS - 1.0);
        for (int k = 0; 1 + k * step <= last; k++) {
            starts.add(candidates.get((int) Math.floor(1 + k * step) - 1)); // the toolkit counts from 1
        }
        starts.add(candidates.get(last - 1));
        return List.copyOf(starts);
    }
}

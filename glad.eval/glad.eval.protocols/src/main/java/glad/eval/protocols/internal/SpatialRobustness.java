package glad.eval.protocols.internal;

import glad.api.GladId;
import glad.api.data.SequenceSet;
import glad.api.track.Protocol;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Spatial robustness evaluation (SRE) of the OTB toolkit: a tracker begins in the first frame of each sequence with twelve boxes beside
 * the ground truth, see {@link BoxShift}.
 */
@GladId("spatial-robustness")
@Component
public final class SpatialRobustness implements Protocol {

    private static final List<String> SHIFTS = Arrays.stream(BoxShift.values()).map(BoxShift::id).toList();

    @Override
    public String description() {
        return SHIFTS.size() + " runs of each sequence, with the first box moved or scaled (OTB's SRE)";
    }

    @Override
    public SequenceSet runs(SequenceSet set) {
        return new SequenceRuns(set, sequence -> SHIFTS,
                (sequence, run) -> new ShiftedStart(sequence, BoxShift.values()[SHIFTS.indexOf(run)]));
    }
}

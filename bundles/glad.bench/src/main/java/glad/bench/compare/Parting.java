package glad.bench.compare;

import glad.api.Box;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Where two runs part in a sequence.
 *
 * @param sequence its name
 * @param difference what a metric says of the second run less what it says of the first
 * @param differs the first frame whose boxes aren't the same numbers
 * @param frame the first frame whose boxes overlap by less than {@link #APART}; where they never do, the one in which they overlap least
 * @param overlap intersection over union of the two boxes in that frame
 */
public record Parting(String sequence, double difference, int differs, int frame, double overlap) {

    /** Boxes that overlap less show different things. */
    public static final double APART = 0.5;

    /**
     * Returns the sequences in which two runs have different boxes, those with the largest difference in a metric first.
     *
     * @param names the sequences that both have
     * @param difference of the metric, by sequence; NaN where it can't be measured
     */
    public static List<Parting> of(RunFolder first, RunFolder second, List<String> names, ToDoubleFunction<String> difference) {
        List<Parting> partings = new ArrayList<>();
        for (String name : names) {
            Optional<SequenceResult> one = first.result(name);
            Optional<SequenceResult> other = second.result(name);
            if (one.isPresent() && other.isPresent()) {
                of(name, difference.applyAsDouble(name), one.get().boxes(), other.get().boxes()).ifPresent(partings::add);
            }
        }
        return partings.stream().sorted(Comparator.comparingDouble((Parting p) -> Double.isNaN(p.difference) ? 0 : -Math.abs(p.difference))
                .thenComparingDouble(Parting::overlap)).toList();
    }

    /** Returns where two tracks of one sequence part; empty if their boxes are the same throughout. */
    static Optional<Parting> of(String name, double difference, List<Box> one, List<Box> other) {
        int differs = -1;
        int frame = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(one.size(), other.size()) && !(least < APART); i++) {
            if (!one.get(i).equals(other.get(i))) {
                differs = differs < 0 ? i : differs;
                double overlap = one.get(i).iou(other.get(i));
                if (overlap < least) {
                    least = overlap;
                    frame = i;
                }
            }
        }
        return differs < 0 ? Optional.empty() : Optional.of(new Parting(name, difference, differs, frame, least));
    }

    /** Tells whether the boxes overlap so little somewhere that they show different things. */
    public boolean apart() {
        return overlap < APART;
    }
}

package glad.eval.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a tracker over a dataset, measured.
 *
 * @param tracker its name; runs of one name are repetitions
 * @param sequences what was measured, by sequence
 * @param problems why a sequence isn't among them, by sequence
 */
public record MeasuredRun(String tracker, Map<String, Measurement> sequences, Map<String, String> problems) {

    /** Copies the maps. */
    public MeasuredRun {
        sequences = Map.copyOf(sequences);
        problems = new LinkedHashMap<>(problems);
    }

    /** Returns this with the metrics in some places only. */
    MeasuredRun select(int[] places) {
        Map<String, Measurement> selected = new LinkedHashMap<>();
        sequences.forEach((name, measurement) -> selected.put(name, measurement.select(places)));
        return new MeasuredRun(tracker, selected, problems);
    }
}

package glad.eval.results.internal;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.eval.ResultFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** {@code SEQUENCE.txt} with tabs and whole pixels, cut off as the official tracker does; {@code SEQUENCE_time.txt}. */
@GladId("official")
@Component(service = ResultFormat.class)
public final class OfficialFormat implements ResultFormat {

    @Override
    public String description() {
        return "text as the official tracker writes it";
    }

    @Override
    public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
        String name = ResultText.folder(run, runs) + sequence;
        Map<String, String> files = new TreeMap<>(Map.of(name + ".txt", ResultText.boxes(boxes, "\t", 0)));
        if (!seconds.isEmpty()) {
            files.put(name + "_time.txt", ResultText.times(seconds));
        }
        return files;
    }
}

package glad.eval.results.internal;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.eval.ResultFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** VOT's text: {@code SEQUENCE/SEQUENCE_001.txt} that begins with 1, {@code SEQUENCE/SEQUENCE_001_time.value}. */
@GladId("vot")
@Component(service = ResultFormat.class)
public final class VotFormat implements ResultFormat {

    @Override
    public String description() {
        return "VOT's text";
    }

    @Override
    public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
        String name = ResultText.numbered(sequence, run);
        String lines = ResultText.boxes(boxes, ",", 4);
        Map<String, String> files = new TreeMap<>(Map.of(name + ".txt",
                lines.isEmpty() ? "" : "1" + lines.substring(lines.indexOf('\n'))));
        if (!seconds.isEmpty()) {
            files.put(name + "_time.value", ResultText.times(seconds));
        }
        return files;
    }
}

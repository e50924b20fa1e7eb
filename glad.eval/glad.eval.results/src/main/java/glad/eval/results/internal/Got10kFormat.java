package glad.eval.results.internal;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.eval.ResultFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** GOT-10k's submission: {@code SEQUENCE/SEQUENCE_001.txt}, {@code SEQUENCE/SEQUENCE_time.txt}. */
@GladId("got10k")
@Component(service = ResultFormat.class)
public final class Got10kFormat implements ResultFormat {

    @Override
    public String description() {
        return "GOT-10k's submission";
    }

    @Override
    public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
        Map<String, String> files = new TreeMap<>(Map.of(ResultText.numbered(sequence, run) + ".txt",
                ResultText.boxes(boxes, ",", 3)));
        if (!seconds.isEmpty()) {
            files.put(sequence + "/" + sequence + "_time.txt", ResultText.times(seconds));
        }
        return files;
    }
}

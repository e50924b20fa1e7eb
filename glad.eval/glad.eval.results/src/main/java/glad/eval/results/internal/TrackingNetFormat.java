package glad.eval.results.internal;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.eval.ResultFormat;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** TrackingNet's submission: {@code SEQUENCE.txt}; it wants no times. */
@GladId("trackingnet")
@Component(service = ResultFormat.class)
public final class TrackingNetFormat implements ResultFormat {

    @Override
    public String description() {
        return "TrackingNet's submission";
    }

    @Override
    public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
        return Map.of(ResultText.folder(run, runs) + sequence + ".txt", ResultText.boxes(boxes, ",", 2));
    }
}

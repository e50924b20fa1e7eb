package glad.eval.results.internal;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.eval.ResultFormat;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** What the kits of LaSOT and TNL2K read: {@code SEQUENCE.txt}, all decimals there are; they want no times. */
@GladId("lasot")
@Component(service = ResultFormat.class)
public final class LasotFormat implements ResultFormat {

    @Override
    public String description() {
        return "what the kits of LaSOT and TNL2K read";
    }

    @Override
    public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
        return Map.of(ResultText.folder(run, runs) + sequence + ".txt", ResultText.boxes(boxes, ",", -1));
    }
}

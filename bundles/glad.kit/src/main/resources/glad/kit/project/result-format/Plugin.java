package @package@;

import glad.api.Boxes;
import glad.api.GladId;
import glad.api.eval.ResultFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** A table per sequence and run: the frame's number and the corners of its box, with a head line. */
@GladId("@id@")
@Component
public final class @Class@ implements ResultFormat {

    @Override public String description() { return "a table of corners per sequence"; }

    @Override
    public Map<String, String> files(String sequence, int run, int runs, Boxes boxes, List<Double> seconds) {
        String lines = IntStream.range(0, boxes.size()).mapToObj(i -> String.format(Locale.ROOT, "%d,%.2f,%.2f,%.2f,%.2f\n", i,
                boxes.x(i), boxes.y(i), boxes.x(i) + boxes.w(i), boxes.y(i) + boxes.h(i))).collect(Collectors.joining());
        return Map.of("run-" + run + "/" + sequence + ".csv", "frame,left,top,right,bottom\n" + lines);
    }
}

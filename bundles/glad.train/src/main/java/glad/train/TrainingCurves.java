package glad.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The curves in a training's {@code log.jsonl}, by names such as {@code tracker/loss} and {@code tracker/held-out/iou}. */
public final class TrainingCurves {

    /** Numbers of a line that say where it is, not how it goes. */
    private static final Set<String> PLACES = Set.of("update", "samples");

    private final Map<String, List<Point>> curves = new LinkedHashMap<>();
    private final boolean complete;

    /**
     * A value of a curve.
     *
     * @param samples examples of the stage that were seen
     */
    public record Point(long samples, double value) {}

    private TrainingCurves(boolean complete) {
        this.complete = complete;
    }

    /**
     * Reads those of a training's folder, while it goes on or afterwards.
     *
     * @throws GladException if it has no log, or one that can't be read
     */
    public static TrainingCurves read(Path folder) {
        Path log = folder.resolve("log.jsonl");
        if (!Files.isRegularFile(log)) {
            throw GladException.usage("folder \"" + folder + "\" holds no log.jsonl; expected the --out of ./glad train");
        }
        TrainingCurves curves = new TrainingCurves(Files.exists(folder.resolve("weights.safetensors")));
        int number = 0;
        try {
            JsonMapper mapper = new JsonMapper();
            for (String line : Files.readAllLines(log)) {
                number++;
                curves.add(mapper.readTree(line));
            }
        } catch (JsonProcessingException e) {
            throw GladException.failure("line " + number + " of \"" + log + "\" is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw GladException.failure("\"" + log + "\" can't be read: " + Reason.of(e), e);
        }
        return curves;
    }

    private void add(JsonNode line) {
        if (line.has("stage")) {
            String stage = line.get("stage").asText();
            long samples = line.path("samples").asLong();
            line.properties().forEach(field -> {
                if (field.getValue().isNumber() && !PLACES.contains(field.getKey())) {
                    add(stage + "/" + field.getKey(), samples, field.getValue());
                }
                field.getValue().properties().forEach(inner -> add(stage + "/" + field.getKey() + "/" + inner.getKey(), samples, inner.getValue()));
            });
        }
    }

    private void add(String name, long samples, JsonNode value) {
        curves.computeIfAbsent(name, key -> new ArrayList<>()).add(new Point(samples, value.doubleValue()));
    }

    /** Returns the points of each curve in the order of the log. */
    public Map<String, List<Point>> curves() {
        return curves;
    }

    /** Tells whether the training has ended. */
    public boolean complete() {
        return complete;
    }
}

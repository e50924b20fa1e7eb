package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.Profile;
import glad.experiment.Experiment;
import glad.runtime.Stage;
import glad.shell.Result;
import java.util.Locale;
import java.util.Map;

/** What a tracker costs, in both forms. */
final class ProfileTexts {

    private ProfileTexts() {}

    /** Returns it in both forms. */
    static Result of(Experiment experiment, Profile profile) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment.name());
        experiment.weights().forEach(json.putArray("weights")::add);
        StringBuilder text = new StringBuilder(String.format("%-16s %14s  %s%n", "part", "parameters", "id"));
        ObjectNode parameters = json.putObject("parameters");
        profile.parameters().forEach((kind, count) -> {
            parameters.put(kind.key(), count);
            text.append(String.format(Locale.ROOT, "%-16s %,14d  %s%n", kind.key(), count, experiment.model().part(kind).id()));
        });
        long all = profile.parameters().values().stream().mapToLong(Long::longValue).sum();
        parameters.put("all", all);
        text.append(String.format(Locale.ROOT, "%-16s %,14d%n", "all", all));
        json.putObject("multiplyAdds").put("perSequence", profile.multiplyAddsPerSequence())
                .put("perFrame", profile.multiplyAddsPerFrame());
        text.append(String.format(Locale.ROOT, "%nmultiply-adds    %.3f G per sequence, %.3f G per frame%n",
                profile.multiplyAddsPerSequence() / 1e9, profile.multiplyAddsPerFrame() / 1e9));
        stages("per sequence", profile.millisPerSequence(), json.putObject("millisPerSequence"), text);
        stages("per frame", profile.millisPerFrame(), json.putObject("millisPerFrame"), text);
        json.put("framesPerSecond", profile.framesPerSecond());
        text.append(String.format(Locale.ROOT, "%nspeed            %.2f frames/s over %d frames of %dx%d, box 64x48%n",
                profile.framesPerSecond(), profile.frames(), Profile.WIDTH, Profile.HEIGHT));
        if (profile.peakKilobytes() > 0) {
            double megabytes = profile.peakKilobytes() / 1024.0;
            json.put("peakMemoryMegabytes", megabytes);
            text.append(String.format(Locale.ROOT, "peak memory      %.0f MB (the process, Java included)", megabytes));
        }
        return new Result(json, text.toString().stripTrailing());
    }

    private static void stages(String unit, Map<Stage, Double> millis, ObjectNode json, StringBuilder text) {
        text.append(String.format("%n%-16s %14s%n", "stage", "ms " + unit));
        millis.forEach((stage, each) -> {
            String name = stage.name().toLowerCase(Locale.ROOT);
            json.put(name, each);
            text.append(String.format(Locale.ROOT, "%-16s %14.2f%n", name, each));
        });
        text.append(String.format(Locale.ROOT, "%-16s %14.2f%n", "together",
                millis.values().stream().mapToDouble(Double::doubleValue).sum()));
    }
}

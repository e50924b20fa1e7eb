package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.Profile;
import glad.bench.SpeedCard;
import glad.experiment.LoadedExperiment;
import glad.nn.numbers.Processor;
import glad.runtime.Placement;
import glad.shell.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A speed card in both forms. */
final class SpeedTexts {

    private SpeedTexts() {}

    /** Returns it. @param threads how many were asked for, as the command line has it */
    static Result of(LoadedExperiment loaded, String threads, SpeedCard card) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", loaded.experiment().name());
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-38s %10s %10s %10s%n", loaded.experiment().name(), "median ms", "95 % ms", "frames/s"));
        times(text, json, "tracking", "tracking, the frame in memory", card.tracking());
        times(text, json, "reading", "reading and decoding a JPEG", card.reading());
        times(text, json, "both", "both, one after the other", card.both());
        Placement placement = loaded.model().placement();
        String device = placement.deviceName();
        String machine = Processor.read(Path.of("/proc")).title();
        String precision = placement.precision().toString();
        json.put("device", device).put("processor", machine).put("processors", Runtime.getRuntime().availableProcessors()).put("threads", threads)
                .put("precision", precision).put("batch", 1).put("warmUp", card.warmUp()).put("frames", card.frames())
                .put("otherLoad", Double.isNaN(card.otherLoad()) ? null : card.otherLoad());
        text.append(String.format(Locale.ROOT, "%non            %s: %s; %d processors for this process, threads %s%n", device, machine,
                Runtime.getRuntime().availableProcessors(), threads));
        text.append(String.format(Locale.ROOT, "precision     %s; batch 1, one sequence%n", precision));
        text.append(String.format(Locale.ROOT, "timed         %d frames of %dx%d, box 64x48, behind %d to warm up; initialisation isn't in it%n", card.frames(),
                Profile.WIDTH, Profile.HEIGHT, card.warmUp()));
        text.append(Double.isNaN(card.otherLoad()) ? "others        unknown; the system doesn't tell"
                : String.format(Locale.ROOT, "others        took %.0f %% of the processors meanwhile", 100 * card.otherLoad()));
        return new Result(json, text.toString(), card.disturbed() ? List.of(String.format(Locale.ROOT, "other processes took %.0f %% of the processors:"
                + " this is no figure of the tracker alone; stop them and measure again", 100 * card.otherLoad())) : List.of());
    }

    private static void times(StringBuilder text, ObjectNode json, String key, String name, SpeedCard.Times times) {
        json.putObject(key).put("medianMillis", times.median()).put("percentile95Millis", times.percentile95());
        text.append(String.format(Locale.ROOT, "%-38s %10.2f %10.2f %10.1f%n", name, times.median(), times.percentile95(), 1000 / times.median()));
    }
}

package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.Profile;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.Stage;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what a tracker costs. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=profile")
@Command(name = "profile", description = "Measure an experiment: parameters, multiply-adds, milliseconds per stage, frames "
        + "per second, peak memory. Its weights don't change what it costs: --weights random needs none.")
public final class ProfileVerb extends ShellCommand {

    private final ModelSource models;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--frames", defaultValue = "100",
            description = "How many frames to time at most (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public ProfileVerb(@Reference ModelSource models) {
        this.models = models;
    }

    @Override
    protected Result run() {
        if (frames < 1) {
            throw GladException.usage("frames \"" + frames + "\" can't be timed; expected at least 1");
        }
        Experiment experiment = options.experiment(models, experimentName);
        try (FrameThreads threads = options.threads();
                LoadedExperiment loaded = load(experiment);
                Progress progress = progress("profile")) {
            return result(experiment, Profile.of(loaded, threads, frames, timed -> progress.step(timed, frames, "timing")));
        }
    }

    private LoadedExperiment load(Experiment experiment) {
        try {
            return options.load(this, models, experiment);
        } catch (GladException e) {
            if (e.exitCode() != 1 || experiment.weights().equals(List.of(ExperimentLoader.RANDOM))) {
                throw e;
            }
            throw GladException.failure(e.getMessage() + ". What it costs is the same with --weights random, which needs none", e);
        }
    }

    private static Result result(Experiment experiment, Profile profile) {
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

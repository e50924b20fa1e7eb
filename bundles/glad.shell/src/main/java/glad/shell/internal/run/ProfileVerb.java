package glad.shell.internal.run;

import glad.api.GladException;
import glad.bench.Profile;
import glad.bench.SpeedCard;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import java.util.List;
import java.util.function.IntConsumer;
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

    @Option(names = "--speed", description = "Only time frames, one after the other: median and 95th percentile, with and without reading a JPEG,"
            + " on which machine, and what other processes took meanwhile; exit code 1 where they took more than a twentieth.")
    private boolean speed;

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
                Progress progress = progress("profile", "frames")) {
            IntConsumer timing = timed -> progress.step(timed, frames, "");
            return speed ? SpeedTexts.of(loaded, options.threadsWord(), SpeedCard.of(loaded, threads, frames, timing))
                    : ProfileTexts.of(experiment, Profile.of(loaded, threads, frames, timing));
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
}

package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.ModelFiles;
import glad.bench.data.Datasets;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.jobs.JobQueue;
import glad.runtime.Composer;
import glad.runtime.FrameThreads;
import glad.runtime.Placement;
import glad.runtime.Registries;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.jobs.Submission;
import glad.train.Trainer;
import glad.train.TrainingData;
import glad.train.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;


/** Trains an experiment as its {@code training} key says. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=train")
@Command(name = "train", description = "Train an experiment on what its training.data names. Interrupted (Ctrl-C), it writes"
        + " a checkpoint first; --resume goes on from there as if it had never stopped. SIGUSR1 has a checkpoint written at once.",
        footer = {"", "./glad train my-b256 --out DIR \\",
            "  --set 'training.data=[{dataset: lasot, split: train, weight: 2}, {pairs: procedural}]'",
            "                           train on LaSOT and, half as often, on synthetic pairs"})
public final class TrainVerb extends ShellCommand {

    private final Experiments experiments;
    private final Composer composer;
    private final ModelFiles files;
    private final ExperimentLoader loader;
    private final Datasets datasets;
    private final Registries registries;
    private final JobQueue queue;

    @Parameters(paramLabel = EXPERIMENT, description = "What to train.")
    private String experimentName;

    @Option(names = "--plan", description = "Train nothing: tell what memory and time each stage takes on the device, measured with drawn"
            + " weights on noise.")
    private boolean plan;

    @Mixin
    private TrainingOptions options;

    @Mixin
    private Submission submission;

    /** Made by the component runtime. */
    @Activate
    public TrainVerb(@Reference Experiments experiments, @Reference Composer composer, @Reference ModelFiles files,
            @Reference ExperimentLoader loader, @Reference Datasets datasets, @Reference Registries registries, @Reference JobQueue queue) {
        this.experiments = experiments;
        this.composer = composer;
        this.files = files;
        this.loader = loader;
        this.datasets = datasets;
        this.registries = registries;
        this.queue = queue;
    }

    @Override
    protected Result run() {
        Experiment experiment = options.experiment(experiments, experimentName);
        TrainingSpec spec = TrainingSpec.read(experiment.training(), registries.stages());
        List<Placement> placements = options.placements(spec);
        if (plan) {
            return PlanTexts.measured(this, composer, loader, experiment, spec, options);
        }
        Path out = options.folder();
        if (submission.asked()) {
            return submission.put(this, queue, "train", true, out.resolve(TrainingOptions.CHECKPOINT));
        }
        long start = System.nanoTime();
        boolean complete;
        int unread;
        try (FrameThreads computing = options.threads();
                TrainingProgress progress = new TrainingProgress(progress("train " + experiment.name(), "samples"), this::remark)) {
            TrainingData data = new TrainingData(datasets, registries.pairs(), experiment, spec, progress::warn);
            Trainer trainer = new Trainer(composer, files, experiment.model(), placements, spec,
                    data.pairs(options.readers()), out, progress::show, progress::remark);
            try (CheckpointSignal signal = new CheckpointSignal(trainer::checkpoint)) {
                complete = stop().during(trainer::stop, trainer::run);
            }
            unread = data.damaged();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment.name())
                .put("complete", complete).put("seconds", seconds).put("out", out.toString())
                .put("damaged", unread);
        String damaged = unread == 0 ? "" : "; " + unread + " damaged files passed over";
        return new Result(json, (complete
                ? String.format(Locale.ROOT, "train: %s trained in %.0f s, %s", experiment.name(), seconds,
                        out.resolve(TrainingOptions.WEIGHTS))
                : "train: stopped; go on with --resume") + damaged);
    }
}

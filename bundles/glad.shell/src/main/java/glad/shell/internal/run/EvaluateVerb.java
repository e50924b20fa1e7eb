package glad.shell.internal.run;

import glad.api.GladException;
import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.runtime.FeatureStore;
import glad.runtime.FrameThreads;
import glad.runtime.Registries;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures an experiment on a dataset. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=evaluate")
@Command(name = "evaluate", description = "Run an experiment over a dataset in one pass, measure it, and write a report. "
        + "Sequences that are finished already aren't computed again.")
public final class EvaluateVerb extends ShellCommand {

    private final Experiments experiments;
    private final ExperimentLoader loader;
    private final FeatureStore features;
    private final Datasets datasets;
    private final Metrics metrics;
    private final Registries registries;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Mixin
    private PlanOptions what;

    @Option(names = "--runs", defaultValue = "1", paramLabel = "N", description =
            "Repeat everything with the next seeds, in folders that end in _001, _002, ...; prints the mean and its 95 %%"
            + " interval, as ./glad analyze does with these folders (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--no-cache", description = "Compute the diffusion features of every first frame. Otherwise those that took more than"
            + " a second are kept in $GLAD_CACHE/features (default: ~/.cache/glad/features; at most 10 GiB, to be emptied at any time) and"
            + " read by later runs; results are the same, and no speed is given for a sequence that began so.")
    private boolean noCache;

    @ArgGroup(heading = "")
    private RunPlace place = new RunPlace();

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public EvaluateVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader,
            @Reference FeatureStore features, @Reference Datasets datasets, @Reference Metrics metrics, @Reference Registries registries) {
        this.experiments = experiments;
        this.loader = loader;
        this.features = features;
        this.datasets = datasets;
        this.metrics = metrics;
        this.registries = registries;
    }

    @Override
    protected Result run() {
        if (runs < 1 || runs > 999) {
            throw GladException.usage("option \"--runs\" is \"" + runs + "\"; expected a number from 1 to 999");
        }
        Map<String, Result> results = new LinkedHashMap<>();
        Map<String, List<EvaluationRun>> repeated = new LinkedHashMap<>();
        try (FrameThreads threads = options.threads()) {
            Experiment first = options.experiment(experiments, experimentName, what.changes().toArray(String[]::new));
            List<EvaluationPlan> plans = what.plans(datasets, metrics, registries.trackers(), this::remark);
            place.name();
            for (int run = 1; run <= runs && !stop().asked(); run++) {
                List<String> changes = new ArrayList<>(what.changes());
                if (run > 1) {
                    changes.add("seed=" + (first.seed() + run - 1));
                }
                repetition(options.experiment(experiments, experimentName, changes.toArray(String[]::new)),
                        runs == 1 ? "" : String.format(Locale.ROOT, "_%03d", run), plans, threads, results, repeated);
            }
        }
        return EvaluationTexts.together(results, runs > 1 && !stop().asked() ? repeated : Map.of());
    }

    private void repetition(Experiment experiment, String number, List<EvaluationPlan> plans, FrameThreads threads,
            Map<String, Result> results, Map<String, List<EvaluationRun>> repeated) {
        Optional<FeatureStore> store = noCache ? Optional.empty() : Optional.of(features);
        try (ModelsOnDevices models = ModelsOnDevices.load(this, options, loader, experiment, store)) {
            Provenance provenance = Provenance.now(commandLine(), models.first()).of(place.name(), options.placements(experiment));
            for (EvaluationPlan plan : plans) {
                if (!stop().asked()) {
                    RunFolder folder = RunFolder.open(place.folder(experiment.name(), plan.dataset(), what.several(), number));
                    EvaluationRun run = EvaluationRun.begin(plan, folder, models.first(), provenance);
                    results.put(plan.dataset() + number, new ShownEvaluation(this).of(run, models.all(), threads));
                    repeated.computeIfAbsent(plan.dataset(), key -> new ArrayList<>()).add(run);
                }
            }
        }
    }
}

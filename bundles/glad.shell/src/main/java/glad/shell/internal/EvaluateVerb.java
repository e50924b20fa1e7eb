package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.SequenceSet;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.experiment.run.RunFolder;
import glad.media.ReferenceTracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=evaluate")
@Command(name = "evaluate", description = "Run an experiment over a dataset in one pass, measure it, and write a report. "
        + "Sequences that are finished already aren't computed again.")
public final class EvaluateVerb extends Verb {

    private final Experiments experiments;
    private final ExperimentLoader loader;
    private final Datasets datasets;
    private final Metrics metrics;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--dataset", defaultValue = "procedural", paramLabel = DATASET,
            description = "Which dataset (default: ${DEFAULT-VALUE}).")
    private String dataset;

    @Option(names = "--data", paramLabel = "DIR", description = "The dataset's folder, if it needs one.")
    private Path data;

    @Option(names = "--data-set", paramLabel = "KEY=VALUE",
            description = "Set an option of the dataset, for example seed=2; may be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    @Option(names = "--sequences", split = ",", paramLabel = "NAME", description = "Only these sequences.")
    private List<String> sequences = new ArrayList<>();

    @Option(names = "--trackers", split = ",", paramLabel = "ID",
            description = "Trackers to compare with: static, correlation, csrt.")
    private List<String> trackers = new ArrayList<>();

    @ArgGroup(heading = "")
    private Together together = new Together();

    /** How many sequences are tracked at the same time. */
    private static final class Together {

        @Option(names = "--workers", paramLabel = "N",
                description = "Track N sequences at the same time, each on its own (default: 1).")
        private Integer workers;

        @Option(names = "--batch", paramLabel = "N", description = "Track N sequences at the same time, their frames going "
                + "through the network together. A frame's time then includes the waiting for the others.")
        private Integer batch;

        int count() {
            int count = workers != null ? workers : batch != null ? batch : 1;
            if (count < 1 || count > 256) {
                throw GladException.usage("option \"" + (workers != null ? "--workers" : "--batch") + "\" is \"" + count
                        + "\"; expected a number of sequences from 1 to 256");
            }
            return count;
        }
    }

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (default: runs/EXPERIMENT/DATASET).")
    private Path out;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public EvaluateVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader,
            @Reference Datasets datasets, @Reference Metrics metrics) {
        this.experiments = experiments;
        this.loader = loader;
        this.datasets = datasets;
        this.metrics = metrics;
    }

    @Override
    Result run() {
        Experiment experiment = options.experiment(experiments, experimentName);
        List<ReferenceTracker> references = trackers.stream().map(EvaluateVerb::reference).toList();
        SequenceSet set = datasets.open(dataset, data, dataOptions);
        List<String> names = sequences.isEmpty() ? set.names() : sequences;
        for (String name : names) {
            if (!set.names().contains(name)) {
                throw GladException.usage(Names.unknown("sequence", name, set.names()));
            }
        }
        RunFolder folder = RunFolder.open(out != null ? out : Path.of("runs", experiment.name(), dataset));
        try (LoadedExperiment loaded = loader.load(experiment, options.placement(experiment))) {
            Benchmark benchmark = new Benchmark(dataset, datasets.rules(dataset), set, names, metrics.usual(), folder,
                    loaded.provenance(commandLine()), this::progress);
            String salt = dataset + dataOptions;
            benchmark.evaluate(loaded, salt, together.count(), together.batch != null);
            references.forEach(reference -> benchmark.compare(reference, salt));
            benchmark.report(experiment.name() + " on " + dataset, experiment.description());
            ObjectNode json = benchmark.json();
            return new Result(json, benchmark.table() + "report: " + folder.path().resolve("report.html"),
                    benchmark.problems());
        }
    }

    private static ReferenceTracker reference(String id) {
        return Stream.of(ReferenceTracker.values()).filter(t -> t.id().equals(id)).findFirst()
                .orElseThrow(() -> GladException.usage(Names.unknown("tracker", id,
                        Stream.of(ReferenceTracker.values()).map(ReferenceTracker::id).toList())));
    }
}

package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.EvaluationResult;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.media.ReferenceTracker;
import glad.runtime.FrameThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows that everything works, without downloads: the embedded experiment on held-out drawn scenes. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=demo")
@Command(name = "demo", description = "Track the held-out procedural sequences with the embedded experiment glad-nano, and "
        + "write results, a video and a report page.")
public final class DemoVerb extends Verb {

    private static final String UNFINISHED = "unfinished.txt";

    private final Experiments experiments;
    private final ExperimentLoader loader;
    private final Datasets datasets;
    private final Metrics metrics;

    @Option(names = "--out", defaultValue = "runs/demo", paramLabel = "DIR",
            description = "Where everything goes (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public DemoVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader,
            @Reference Datasets datasets, @Reference Metrics metrics) {
        this.experiments = experiments;
        this.loader = loader;
        this.datasets = datasets;
        this.metrics = metrics;
    }

    @Override
    Result run() throws IOException {
        Experiment experiment = options.experiment(experiments, "glad-nano");
        SequenceSet set = datasets.open("procedural", null, List.of());
        try (FrameThreads threads = options.threads();
                LoadedExperiment loaded = load(loader, experiment, options.placement(experiment))) {
            RunFolder folder = RunFolder.open(out);
            Provenance provenance = Provenance.now(commandLine(), loaded);
            Benchmark benchmark = new Benchmark("procedural", datasets.rules("procedural"), set, set.names(), metrics.usual(), folder,
                    provenance, this::progress, stop());
            String begun = begun(folder);
            SortedMap<String, String> content = RunContent.of(loaded, provenance);
            content.put("begun", begun);
            EvaluationResult result = benchmark.evaluate(List.of(loaded), content, 1, false, threads);
            benchmark.compare(ReferenceTracker.STATIC, begun);
            if (stop().endsHere()) {
                throw GladException.failure("demo: stopped with " + result.coverage() + " finished");
            }
            remark("demo: writing the report and the video");
            benchmark.report("GLAD demo", "The embedded experiment on held-out drawn scenes: blurred, tiny, occluded and "
                    + "look-alike targets, each given by its first box and a sentence.");
            DemoVideo.write(result, metrics.usual().get("success"), datasets.rules("procedural"), folder.path().resolve("demo.mp4"));
            Files.deleteIfExists(folder.path().resolve(UNFINISHED));
            ObjectNode json = benchmark.json();
            String line = String.format(Locale.ROOT,
                    "demo: AUC %.1f precision %.1f normalised precision %.1f over %s, %.1f frames/s",
                    benchmark.value("success"), benchmark.value("precision"), benchmark.value("normalised-precision"),
                    result.coverage(), benchmark.value("frames-per-second"));
            json.put("summary", line);
            return new Result(json, benchmark.table() + "report: " + folder.path().resolve("report.html") + ", video: "
                    + folder.path().resolve("demo.mp4") + System.lineSeparator() + line, benchmark.problems());
        }
    }

    /**
     * Returns when the demo was begun whose results count. A demo computes, however often it is run, so its results are marked with
     * that moment; it is kept in the folder until the demo is finished, so that one that was stopped or killed goes on.
     */
    private static String begun(RunFolder folder) throws IOException {
        Path unfinished = folder.path().resolve(UNFINISHED);
        if (!Files.exists(unfinished)) {
            folder.write(UNFINISHED, Instant.now().toString());
        }
        return Files.readString(unfinished);
    }
}

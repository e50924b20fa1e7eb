package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Picture;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.bench.run.EvaluationResult;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceOutcome;
import glad.bench.run.SequenceResult;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.ReferenceTracker;
import glad.media.VideoWriter;
import glad.runtime.FrameThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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

    private static final double FRAME_RATE = 25;

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
            Benchmark benchmark = new Benchmark("procedural", datasets.rules("procedural"), set, set.names(), metrics.usual(), folder,
                    Provenance.now(commandLine(), loaded), this::progress, stop());
            // Salted with the time: a demo computes, however often it is run.
            String salt = Long.toString(System.nanoTime());
            EvaluationResult result = benchmark.evaluate(List.of(loaded), new TreeMap<>(Map.of("moment", salt)), 1, false, threads);
            benchmark.compare(ReferenceTracker.STATIC, salt);
            if (stop().endsHere()) {
                throw GladException.failure("demo: stopped with " + result.coverage() + " finished");
            }
            remark("demo: writing the report and the video");
            benchmark.report("GLAD demo", "The embedded experiment on held-out drawn scenes: blurred, tiny, occluded and "
                    + "look-alike targets, each given by its first box and a sentence.");
            video(result, metrics.usual().get("success"), datasets.rules("procedural"), folder.path().resolve("demo.mp4"));
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

    /** Draws the sequence that is tracked best; failures are shown and called so in the report. */
    private static void video(EvaluationResult result, Metric success, Rules rules, Path file) throws IOException {
        List<SequenceOutcome> finished = result.outcomes().stream().filter(o -> o.result().isPresent()).toList();
        if (finished.isEmpty()) {
            return;
        }
        SequenceOutcome shown = finished.stream()
                .max(Comparator.comparingDouble(o -> success.measure(o.track(rules).orElseThrow()))).orElseThrow();
        Sequence sequence = shown.sequence().orElseThrow();
        SequenceResult found = shown.result().orElseThrow();
        try (Frames frames = sequence.open(); VideoWriter writer = new VideoWriter(file, FRAME_RATE)) {
            for (int i = 0; i < frames.count(); i++) {
                Picture frame = frames.frame(i);
                writer.add(Drawing.annotate(frame, new Annotation(found.boxes().get(i), sequence.boxes().get(i),
                        sequence.sentence(), found.confidences().get(i))));
            }
            writer.finish();
        }
    }
}

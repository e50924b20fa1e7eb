package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.data.SequenceSet;
import glad.bench.EvaluationPlan;
import glad.bench.EvaluationRun;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.RunFolder;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.runtime.FrameThreads;
import glad.runtime.Registries;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
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

/** Shows that everything works, without downloads: the embedded experiment on held-out synthetic scenes. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=demo")
@Command(name = "demo", description = "Track the held-out procedural sequences with the embedded experiment glad-nano-words, "
        + "and write results, a video and a report page.")
public final class DemoVerb extends ShellCommand {

    private static final String UNFINISHED = "unfinished.txt";

    private final ModelSource models;
    private final Datasets datasets;
    private final Metrics metrics;
    private final Registries registries;

    @Option(names = "--out", defaultValue = "${bundle:glad.runs}/demo", paramLabel = "DIR",
            description = "Where everything goes (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public DemoVerb(@Reference ModelSource models,
            @Reference Datasets datasets, @Reference Metrics metrics, @Reference Registries registries) {
        this.models = models;
        this.datasets = datasets;
        this.metrics = metrics;
        this.registries = registries;
    }

    @Override
    protected Result run() throws IOException {
        Experiment experiment = options.experiment(models, "glad-nano-words");
        SequenceSet set = datasets.open("procedural", null, List.of());
        try (FrameThreads threads = options.threads();
                LoadedExperiment loaded = options.load(this, models, experiment)) {
            RunFolder folder = RunFolder.open(out);
            Provenance provenance = Provenance.now(commandLine(), loaded);
            String begun = begun(folder);
            SortedMap<String, String> content = RunContent.of(loaded, provenance);
            content.put("begun", begun);
            EvaluationPlan plan = EvaluationPlan.of("procedural", set, datasets.rules("procedural"), metrics.usual())
                    .comparedWith(List.of(registries.trackers().find("static")));
            EvaluationRun run = new EvaluationRun(plan, folder, provenance, content, begun);
            new ShownEvaluation(this).run(run, lines -> run.run(List.of(loaded), threads, lines));
            WrongSentence wrong = WrongSentence.of(datasets, run, content, begun);
            new ShownEvaluation(this).run(wrong.run(), lines -> wrong.run().run(List.of(loaded), threads, lines));
            String coverage = run.result().coverage();
            if (stop().endsHere()) {
                throw GladException.failure("demo: stopped with " + coverage + " finished");
            }
            remark("demo: writing the report and the video");
            run.report("GLAD demo", "The embedded experiment on held-out synthetic scenes: blurred, tiny, occluded and "
                    + "distractor targets, each given by its first box and a sentence; those with a distractor told of that, too.", List.of(wrong.run()));
            DemoVideo.write(run, folder.path().resolve("demo.mp4"));
            Files.deleteIfExists(folder.path().resolve(UNFINISHED));
            ObjectNode json = EvaluationTexts.json(run);
            String line = String.format(Locale.ROOT,
                    "demo: AUC %.1f precision %.1f normalised precision %.1f over %s, %.1f frames/s",
                    value(run, "success"), value(run, "precision"), value(run, "normalised-precision"),
                    coverage, value(run, "frames-per-second"));
            json.put("summary", line);
            return new Result(json, EvaluationTexts.table(run, columns()) + "report: " + folder.path().resolve("report.html") + ", video: "
                    + folder.path().resolve("demo.mp4") + System.lineSeparator() + wrong.line(run) + System.lineSeparator() + line, run.problems());
        }
    }

    private static double value(EvaluationRun run, String metric) {
        return !run.analysis().metrics().containsKey(metric) ? Double.NaN
                : run.analysis().score(run.tracker(), metric, run.plan().names()).value();
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

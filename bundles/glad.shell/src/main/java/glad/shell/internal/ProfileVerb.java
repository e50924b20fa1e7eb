package glad.shell.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Picture;
import glad.api.model.Parameter;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.nn.OperatorTrace;
import glad.runtime.FrameThreads;
import glad.runtime.PartKind;
import glad.runtime.Session;
import glad.runtime.Stage;
import glad.runtime.StageTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures what a tracker costs. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=profile")
@Command(name = "profile", description = "Measure an experiment: parameters, multiply-adds, milliseconds per stage, frames "
        + "per second, peak memory. Its weights don't change what it costs: --weights random needs none.")
public final class ProfileVerb extends Verb {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int WARM_UP = 10;
    private static final int STARTS = 3;
    /** Slow models warm up and are timed for about so long each, whatever the numbers of rounds say. */
    private static final long LONG_ENOUGH = 20_000_000_000L;

    private final Experiments experiments;
    private final ExperimentLoader loader;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--frames", defaultValue = "100",
            description = "How many frames to time at most (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public ProfileVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader) {
        this.experiments = experiments;
        this.loader = loader;
    }

    @Override
    Result run() throws IOException {
        if (frames < 1) {
            throw GladException.usage("frames \"" + frames + "\" can't be timed; expected at least 1");
        }
        Experiment experiment = options.experiment(experiments, experimentName);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        StringBuilder text = new StringBuilder();
        try (FrameThreads threads = options.threads();
                LoadedExperiment loaded = load(experiment);
                Session session = loaded.session(threads)) {
            json.put("experiment", experiment.name());
            experiment.weights().forEach(json.putArray("weights")::add);
            parameters(loaded, json.putObject("parameters"), text);
            // Noise as frames: what they show doesn't change what they cost, as long as the box keeps its size.
            byte[] pixels = new byte[WIDTH * HEIGHT * 3];
            new Random(0).nextBytes(pixels);
            Picture frame = new Picture(WIDTH, HEIGHT, pixels);
            Box box = Box.centred(WIDTH / 2.0, HEIGHT / 2.0, 64, 48);
            Runnable start = () -> session.start(frame, box, "a red ball");
            Runnable next = () -> {
                session.correct(box);
                session.next(frame);
            };
            start.run();
            repeat(WARM_UP, next);
            ObjectNode costs = json.putObject("multiplyAdds");
            long perStart = OperatorTrace.of(start).multiplyAdds();
            long perFrame = OperatorTrace.of(next).multiplyAdds();
            costs.put("perSequence", perStart).put("perFrame", perFrame);
            text.append(String.format(Locale.ROOT, "%nmultiply-adds    %.3f G per sequence, %.3f G per frame%n",
                    perStart / 1e9, perFrame / 1e9));
            session.times().reset();
            stages("per sequence", session.times(), repeat(STARTS, start), json.putObject("millisPerSequence"), text);
            session.times().reset();
            long moment = System.nanoTime();
            int timed;
            try (Progress progress = progress("profile")) {
                timed = repeat(frames, () -> {
                    next.run();
                    progress.step(session.times().count(Stage.BOX), frames, "timing");
                });
            }
            double rate = timed * 1e9 / (System.nanoTime() - moment);
            stages("per frame", session.times(), timed, json.putObject("millisPerFrame"), text);
            json.put("framesPerSecond", rate);
            text.append(String.format(Locale.ROOT, "%nspeed            %.2f frames/s over %d frames of %dx%d, box 64x48%n", rate, timed,
                    WIDTH, HEIGHT));
        }
        long peak = peakKilobytes();
        if (peak > 0) {
            json.put("peakMemoryMegabytes", peak / 1024.0);
            text.append(String.format(Locale.ROOT, "peak memory      %.0f MB (the process, Java included)", peak / 1024.0));
        }
        return new Result(json, text.toString().stripTrailing());
    }

    private LoadedExperiment load(Experiment experiment) {
        try {
            return load(loader, experiment, options.placement(experiment));
        } catch (GladException e) {
            if (e.exitCode() != 1 || experiment.weights().equals(List.of(ExperimentLoader.RANDOM))) {
                throw e;
            }
            throw GladException.failure(e.getMessage() + ". What it costs is the same with --weights random, which needs none", e);
        }
    }

    /** Repeats some work up to a number of times, or until it took long enough; returns how often it was done. */
    private static int repeat(int most, Runnable work) {
        long end = System.nanoTime() + LONG_ENOUGH;
        int done = 0;
        while (done == 0 || done < most && System.nanoTime() < end) {
            work.run();
            done++;
        }
        return done;
    }

    private static void parameters(LoadedExperiment loaded, ObjectNode json, StringBuilder text) {
        long all = 0;
        text.append(String.format("%-16s %14s  %s%n", "part", "parameters", "id"));
        for (PartKind kind : PartKind.values()) {
            long count = 0;
            for (Parameter parameter : loaded.model().parameters(kind)) {
                count += parameter.learned() ? parameter.shape().size() : 0;
            }
            all += count;
            json.put(kind.key(), count);
            text.append(String.format(Locale.ROOT, "%-16s %,14d  %s%n", kind.key(), count,
                    loaded.experiment().model().part(kind).id()));
        }
        json.put("all", all);
        text.append(String.format(Locale.ROOT, "%-16s %,14d%n", "all", all));
    }

    private static void stages(String unit, StageTimes times, int rounds, ObjectNode json, StringBuilder text) {
        text.append(String.format("%n%-16s %14s%n", "stage", "ms " + unit));
        double sum = 0;
        for (Stage stage : Stage.values()) {
            if (times.count(stage) > 0) {
                double millis = times.millis(stage) * times.count(stage) / rounds;
                sum += millis;
                String name = stage.name().toLowerCase(Locale.ROOT);
                json.put(name, millis);
                text.append(String.format(Locale.ROOT, "%-16s %14.2f%n", name, millis));
            }
        }
        text.append(String.format(Locale.ROOT, "%-16s %14.2f%n", "together", sum));
    }

    /** Returns the process's high-water mark of resident memory, or 0 where the system doesn't tell. */
    private static long peakKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.isReadable(status) ? Files.readAllLines(status) : List.of();
        return lines.stream().filter(l -> l.startsWith("VmHWM:")).map(l -> l.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong).findFirst().orElse(0);
    }
}

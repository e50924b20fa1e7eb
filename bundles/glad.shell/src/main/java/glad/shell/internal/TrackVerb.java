package glad.shell.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Picture;
import glad.api.Reason;
import glad.api.data.Frames;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.experiment.run.Provenance;
import glad.experiment.run.RunFolder;
import glad.media.Annotation;
import glad.media.Drawing;
import glad.media.FrameSource;
import glad.media.SteadyFrames;
import glad.media.VideoFile;
import glad.media.VideoWriter;
import glad.runtime.Session;
import glad.runtime.TrackStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tracks one target in a user's video. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=track")
@Command(name = "track", description = "Track one object in a video or a folder of pictures, from a box and a sentence.")
public final class TrackVerb extends Verb {

    private static final double DEFAULT_RATE = 25;
    private static final String VIDEO = "track.mp4";

    private final Experiments experiments;
    private final ExperimentLoader loader;

    @Option(names = "--input", required = true, paramLabel = "VIDEO|FOLDER", description = "What to track in.")
    private Path input;

    @Option(names = "--box", required = true, paramLabel = "x,y,w,h",
            description = "The target in the first frame: top left corner, width and height in pixels.")
    private String box;

    @Option(names = "--text", defaultValue = "", paramLabel = "SENTENCE",
            description = "Words about the target; empty means no language.")
    private String text;

    @Option(names = "--experiment", defaultValue = "glad-nano", paramLabel = EXPERIMENT,
            description = "Which tracker (default: ${DEFAULT-VALUE}).")
    private String experimentName;

    @Option(names = "--out", defaultValue = "runs/track", paramLabel = "DIR",
            description = "Where boxes.txt and boxes.json go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--video", description = "Write track.mp4 with the boxes drawn in as well.")
    private boolean video;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public TrackVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader) {
        this.experiments = experiments;
        this.loader = loader;
    }

    /** What was found, frame by frame. */
    private record Found(List<TrackStep> steps, List<String> problems, double framesPerSecond) {}

    @Override
    Result run() throws IOException {
        Box first = box(box);
        Experiment experiment = options.experiment(experiments, experimentName);
        try (Frames frames = FrameSource.open(input)) {
            try (LoadedExperiment loaded = load(loader, experiment, options.placement(experiment))) {
                Found found = track(frames, loaded, first);
                RunFolder folder = RunFolder.open(out);
                StringBuilder lines = new StringBuilder();
                found.steps().forEach(s -> lines.append(line(s.box())).append('\n'));
                folder.write("boxes.txt", lines.toString());
                ObjectNode json = json(found, loaded.provenance(commandLine()));
                folder.write("boxes.json", new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
                String summary = String.format(Locale.ROOT, "track: %d frames, %.1f frames/s, %s", found.steps().size(),
                        found.framesPerSecond(), out.resolve("boxes.txt") + ", boxes.json" + (video ? ", " + VIDEO : ""));
                return new Result(json, summary, found.problems());
            }
        }
    }

    /** Reads {@code x,y,w,h}. */
    static Box box(String words) {
        String[] numbers = words.split(",", -1);
        try {
            if (numbers.length == 4) {
                return new Box(Double.parseDouble(numbers[0].strip()), Double.parseDouble(numbers[1].strip()),
                        Double.parseDouble(numbers[2].strip()), Double.parseDouble(numbers[3].strip()));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw GladException.usage("box \"" + words + "\" isn't four numbers; expected x,y,w,h in pixels such as 10,20,64,48");
    }

    private Found track(Frames frames, LoadedExperiment loaded, Box first) throws IOException {
        String sentence = loaded.experiment().sentence().of(text);
        List<TrackStep> steps = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        long tracking = 0;
        Frames steady = new SteadyFrames(frames);
        try (Session session = loaded.session(); Progress progress = progress("track");
                VideoWriter writer = video ? new VideoWriter(out.resolve(VIDEO), rate(frames)) : null) {
            for (int i = 0; i < frames.count(); i++) {
                Picture frame;
                try {
                    frame = steady.frame(i);
                } catch (IOException e) {
                    if (i == 0) {
                        throw GladException.failure("the first frame of \"" + input + "\" can't be read: " + Reason.of(e), e);
                    }
                    problems.add(Reason.of(e) + "; line " + (i + 1) + " of boxes.txt repeats the box before, the rest is kept");
                    steps.add(new TrackStep(steps.get(i - 1).box(), Double.NaN));
                    continue;
                }
                long moment = System.nanoTime();
                steps.add(i == 0 ? session.start(frame, first, sentence) : session.next(frame));
                tracking += System.nanoTime() - moment;
                if (i == 0) { // what is refused until here leaves no folder
                    RunFolder.open(out);
                    Files.deleteIfExists(out.resolve(VIDEO)); // it shows another run
                }
                if (writer != null) {
                    TrackStep step = steps.get(i);
                    writer.add(Drawing.annotate(frame, new Annotation(step.box(), null, text, step.confidence())));
                }
                progress.step(i + 1, frames.count(), String.format(Locale.ROOT, "%.1f frames/s", 1e9 * (i + 1) / tracking));
            }
            if (writer != null) {
                writer.finish();
            }
        }
        return new Found(steps, problems, 1e9 * (steps.size() - problems.size()) / tracking);
    }

    private static double rate(Frames frames) {
        return frames instanceof VideoFile file ? file.frameRate() : DEFAULT_RATE;
    }

    private static String line(Box b) {
        return b.x() + "," + b.y() + "," + b.w() + "," + b.h();
    }

    private ObjectNode json(Found found, Provenance provenance) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("input", input.toString()).put("text", text).put("out", out.toString())
                .put("framesPerSecond", found.framesPerSecond());
        ArrayNode list = root.putArray("frames");
        for (int i = 0; i < found.steps().size(); i++) {
            TrackStep step = found.steps().get(i);
            ObjectNode node = list.addObject().put("frame", i);
            node.putArray("box").add(step.box().x()).add(step.box().y()).add(step.box().w()).add(step.box().h());
            if (Double.isNaN(step.confidence())) {
                node.putNull("confidence");
            } else {
                node.put("confidence", step.confidence());
            }
        }
        found.problems().forEach(root.putArray("problems")::add);
        root.set("provenance", new JsonMapper().valueToTree(provenance));
        return root;
    }
}

package glad.shell.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.data.Frames;
import glad.bench.run.Provenance;
import glad.bench.run.RunContent;
import glad.bench.run.TrackFolder;
import glad.bench.run.TrackedFrame;
import glad.bench.run.Tracker;
import glad.bench.run.Tracking;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.media.Annotation;
import glad.media.CaptionFont;
import glad.media.Drawing;
import glad.media.FrameSource;
import glad.media.VideoWriter;
import glad.runtime.FrameThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Tracks one target in a user's video. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=track")
@Command(name = "track", description = "Track one object in a video or a folder of pictures, from a box and a sentence.")
public final class TrackVerb extends Verb {

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

    @Option(names = "--resume", description = "Go on with the track in DIR where it was stopped or cut off, or begin if there is"
            + " none; the boxes are those of an undisturbed run. A video is drawn anew from the first frame.")
    private boolean resume;

    @Option(names = "--replace", description = "Remove the track that DIR holds, and begin anew.")
    private boolean replace;

    @Mixin
    private VideoOptions video;

    @Mixin
    private ModelOptions options;

    private CaptionFont letters;

    /** Made by the component runtime. */
    @Activate
    public TrackVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader) {
        this.experiments = experiments;
        this.loader = loader;
    }

    @Override
    Result run() throws IOException {
        Box first = box(box);
        letters = video.letters(text, this::remark);
        if (resume && replace) {
            throw GladException.usage("--resume goes on with a track and --replace removes it; give one of them");
        }
        if (!resume && !replace && TrackFolder.isTrack(out)) {
            throw GladException.usage("folder \"" + out + "\" holds a track already; go on with it by --resume, remove it by"
                    + " --replace, or choose another --out");
        }
        Experiment experiment = options.experiment(experiments, experimentName);
        try (Frames frames = FrameSource.open(input); FrameThreads threads = options.threads();
                LoadedExperiment loaded = load(loader, experiment, options.placement(experiment))) {
            return track(frames, loaded, threads, first);
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

    private Result track(Frames frames, LoadedExperiment loaded, FrameThreads threads, Box given) throws IOException {
        Provenance provenance = Provenance.now(commandLine(), loaded);
        try (Tracker tracker = Tracker.of(loaded, threads)) {
            Tracking tracking = Tracking.begin(frames, tracker, given, loaded.experiment().sentence().of(text));
            if (replace) { // what is refused until here leaves everything as it was
                TrackFolder.clear(out);
            }
            try (TrackFolder folder = TrackFolder.open(out, content(loaded, provenance, frames))) {
                if (folder.isComplete() && (!video.wanted() || Files.exists(out.resolve(VideoOptions.FILE)))) {
                    return result(folder.whole(), folder.frames().size() + " frames, tracked before");
                }
                Files.deleteIfExists(out.resolve(VideoOptions.FILE)); // it shows another track, or not all of this one
                if (!stop().during(tracking::stop, () -> run(tracking, folder, frames))) {
                    return stopped(folder, frames.count());
                }
                return result(folder.finish(json(folder.frames(), tracking.framesPerSecond(), provenance)), String.format(
                        Locale.ROOT, "%d frames, %.1f frames/s", folder.frames().size(), tracking.framesPerSecond()));
            }
        }
    }

    /** Returns all that decides the boxes. */
    private SortedMap<String, String> content(LoadedExperiment loaded, Provenance provenance, Frames frames) {
        SortedMap<String, String> content = RunContent.of(loaded, provenance);
        content.put("input", input.toAbsolutePath().normalize().toString());
        content.put("frames", Integer.toString(frames.count()));
        content.put("box", box);
        content.put("text", text);
        return content;
    }

    /** Tracks until the end, and returns true, or until asked to stop. */
    private boolean run(Tracking tracking, TrackFolder folder, Frames frames) throws IOException {
        try (Progress progress = progress("track"); VideoWriter writer = video.writer(out, frames)) {
            boolean ended = tracking.run(folder, video.wanted(), (index, frame, found) -> {
                if (writer != null) {
                    writer.add(Drawing.annotate(frame, new Annotation(found.box(), null, text, found.confidence()), letters));
                }
                progress.step(index + 1, frames.count(), String.format(Locale.ROOT, "%.1f frames/s", tracking.framesPerSecond()));
            });
            if (ended && writer != null) {
                writer.finish();
            }
            return ended;
        }
    }

    private ObjectNode json(List<TrackedFrame> frames, double framesPerSecond, Provenance provenance) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("input", input.toString()).put("text", text).put("out", out.toString()).put("framesPerSecond", framesPerSecond);
        root.putArray("frames"); // filled by the folder
        ArrayNode problems = root.putArray("problems");
        for (int i = 0; i < frames.size(); i++) {
            if (!frames.get(i).problem().isEmpty()) {
                problems.add(frames.get(i).problem() + "; line " + (i + 1)
                        + " of boxes.txt repeats the box before, the rest is kept");
            }
        }
        root.set("provenance", new JsonMapper().valueToTree(provenance));
        return root;
    }

    private Result result(JsonNode whole, String summary) {
        List<String> problems = new ArrayList<>();
        whole.path("problems").forEach(problem -> problems.add(problem.asText()));
        return new Result(whole, "track: " + summary + ", " + out.resolve("boxes.txt") + ", boxes.json"
                + (video.wanted() ? ", " + VideoOptions.FILE : ""), problems);
    }

    private Result stopped(TrackFolder folder, int frames) {
        int done = folder.frames().size();
        return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true).put("frames", done).put("of", frames),
                "track: stopped after " + done + " of " + frames + " frames, " + out.resolve("boxes.txt")
                        + "; the same command with --resume goes on");
    }
}

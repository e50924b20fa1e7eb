package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.data.Sentences;
import glad.bench.VideoTrack;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.pages.PreviewServer;
import glad.runtime.FrameThreads;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import glad.shell.internal.run.preview.Preview;
import glad.shell.internal.run.preview.PreviewOptions;
import glad.shell.internal.run.preview.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tracks one target in a user's video. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=track")
@Command(name = "track", description = "Track one object in a video or a folder of images, from a box and a sentence.")
public final class TrackVerb extends ShellCommand {

    private final ModelSource models;
    private final PreviewServer pages;

    @Option(names = "--input", required = true, paramLabel = "VIDEO|FOLDER", description = "What to track in.")
    private Path input;

    @Option(names = "--box", paramLabel = "x,y,w,h", description = "The target in the first frame: top left corner, width and height in"
            + " pixels. Without it --preview page asks for it.")
    private String box;

    @Option(names = "--experiment", defaultValue = "glad-nano", paramLabel = EXPERIMENT, description = "Which tracker (default: ${DEFAULT-VALUE}).")
    private String experimentName;

    @Mixin
    private TrackPlace place;

    @Mixin
    private SentenceOptions sentences;

    @Mixin
    private VideoOptions video;

    @Mixin
    private PreviewOptions preview;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public TrackVerb(@Reference ModelSource models, @Reference PreviewServer pages) {
        this.models = models;
        this.pages = pages;
    }

    @Override
    protected Result run() throws IOException {
        Sentences said = sentences.read();
        Optional<Target> given = Optional.ofNullable(box).map(words -> new Target(BoxWords.read(words), said));
        place.check();
        preview.check(this, given.isPresent(), place.resumes());
        Experiment experiment = options.experiment(models, experimentName);
        place.hearOfCues(experiment, this::remark);
        // What is wrong with the input is said before a model is loaded.
        try (VideoTrack known = given.isPresent() ? open(given.get()) : null; FrameThreads threads = options.threads();
                LoadedExperiment loaded = options.load(this, models, experiment); Preview shown = preview.open(this, pages, input, given, said)) {
            Optional<Target> target = shown.target(stop());
            if (target.isEmpty()) {
                return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true), "track: stopped before a target was drawn");
            }
            return track(loaded, threads, shown, known == null ? drawn(target.get()) : known);
        }
    }

    private VideoTrack drawn(Target target) throws IOException {
        remark("track: --box " + BoxWords.of(target.box()) + " --text \"" + target.said().text() + "\"");
        return open(target);
    }

    private VideoTrack open(Target target) throws IOException {
        return new VideoTrack(new VideoTrack.Request(input, target.box(), target.said(), place.folder(), place.replaces(), video.letters(target.said().text(), this::remark)));
    }

    private Result track(LoadedExperiment loaded, FrameThreads threads, Preview shown, VideoTrack opened) throws IOException {
        try (VideoTrack track = opened; Progress progress = progress("track", "frames")) {
            place.noting(track);
            return result(track.frames(),
                    stop().during(track::stop, () -> track.run(loaded, threads, commandLine(), preview.listener(progress), shown.viewer())));
        }
    }

    private Result result(int frames, VideoTrack.Outcome outcome) {
        int done = outcome.tracked();
        if (!outcome.ended()) {
            return new Result(JsonNodeFactory.instance.objectNode().put("stopped", true).put("frames", done).put("of", frames), "track: stopped after "
                    + done + " of " + frames + " frames, " + place.folder().resolve("boxes.txt") + "; the same command with --resume" + (box == null ? ", --box and --text" : "") + " goes on");
        }
        String how = outcome.before() ? "tracked before" : String.format(Locale.ROOT, "%.1f frames/s", outcome.framesPerSecond());
        return new Result(outcome.whole().orElseThrow(), "track: " + done + " frames, " + how + ", " + place.folder().resolve("boxes.txt")
                + ", boxes.json" + (video.wanted() ? ", " + VideoTrack.VIDEO : "") + (place.cues() ? ", " + VideoTrack.CUES : ""), outcome.problems());
    }
}

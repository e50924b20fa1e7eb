package glad.shell.internal.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.bench.look.Look;
import glad.bench.look.Shown;
import glad.bench.look.View;
import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.media.ImageFile;
import glad.runtime.FrameThreads;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what a tracker computes in one frame. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=look")
@Command(name = "look", description = "Look inside a tracker: track up to a frame, and draw what the model computes there, as images"
        + " (docs/LOOK.md). A part that has nothing to show says so in a line.",
        footer = {"", "./glad look glad-nano --input video.mp4 --box 120,80,60,40 --text \"white bird\" --frame 30 --what score,cues"})
public final class LookVerb extends ShellCommand {

    private final ModelSource models;

    @Parameters(paramLabel = EXPERIMENT, description = "Which tracker.")
    private String experimentName;

    @Option(names = "--input", required = true, paramLabel = "VIDEO|FOLDER", description = "What to track in.")
    private Path input;

    @Option(names = "--box", required = true, paramLabel = "x,y,w,h",
            description = "The target in the first frame: top left corner, width and height in pixels.")
    private String box;

    @Option(names = "--text", defaultValue = "", paramLabel = "SENTENCE",
            description = "Words about the target; empty means no language.")
    private String text;

    @Option(names = "--frame", defaultValue = "1", paramLabel = "N",
            description = "Which frame to look at; 0 is the first, in which the box lies (default: ${DEFAULT-VALUE}).")
    private int frame;

    @Option(names = "--what", defaultValue = View.ALL, paramLabel = "VIEWS",
            description = "attention, features, score, diffusion, cues, several with commas between, or all (default: ${DEFAULT-VALUE}).")
    private String what;

    @Option(names = "--out", defaultValue = "${bundle:glad.runs}/look", paramLabel = "DIR",
            description = "Where the images go; those of the same names are replaced (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public LookVerb(@Reference ModelSource models) {
        this.models = models;
    }

    @Override
    protected Result run() throws IOException {
        Box first = BoxWords.read(box);
        Set<View> views = View.parse(what);
        Experiment experiment = options.experiment(models, experimentName);
        try (FrameThreads threads = options.threads();
                LoadedExperiment loaded = options.load(this, models, experiment);
                Progress progress = progress("look", "frames")) {
            return result(Look.at(loaded, threads, new Look.Request(input, first, text, frame, views),
                    tracked -> progress.step(tracked, frame + 1, "")));
        }
    }

    private Result result(Look look) throws IOException {
        Files.createDirectories(out);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("frame", frame).put("confidence", look.confidence());
        json.putArray("box").add(look.box().x()).add(look.box().y()).add(look.box().w()).add(look.box().h());
        ArrayNode images = json.putArray("images");
        StringBuilder lines = new StringBuilder(String.format(Locale.ROOT, "look: frame %d, confidence %.2f, %d images",
                frame, look.confidence(), look.images().size()));
        for (Shown shown : look.images()) {
            Path file = out.resolve(shown.name() + ".png");
            ImageFile.write(shown.image(), file);
            images.add(file.toString());
            lines.append(System.lineSeparator()).append(file);
        }
        look.missing().forEach(json.putArray("missing")::add);
        look.missing().forEach(line -> lines.append(System.lineSeparator()).append(line));
        return new Result(json, lines.toString());
    }
}

package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Image;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.GladDecoderFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.SdLcmFactory;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.media.ImageFile;
import glad.nano.internal.GladNano;
import glad.nn.weights.SafetensorsWriter;
import glad.none.internal.NoDiffusionFactory;
import glad.none.internal.NoFusionFactory;
import glad.none.internal.NoMemoryFactory;
import glad.none.internal.NoTextFactory;
import glad.none.internal.NoWordsFactory;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelSource;
import glad.text.clip.internal.ClipTextFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The experiment {@code tiny} with random weights in a folder of its own, and what commands on it print. */
public final class TinyTracker {

    public final Path folder;
    public final Parts parts = new Parts();
    public final Composer composer = new Composer(parts);
    public final Experiments experiments;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Writes the experiment, not its weights. */
    public TinyTracker(Path folder, String weights) throws IOException {
        this.folder = folder;
        WeightStore embedded = new WeightStore(folder);
        embedded.offer("glad-nano", new GladNano());
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "test");
        parts.offer(PartKind.TEXT, "clip-text", new ClipTextFactory(embedded), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.DIFFUSION, "sd-lcm", new SdLcmFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.WORDS, "none", new NoWordsFactory(), "test");
        parts.offer(PartKind.MEMORY, "none", new NoMemoryFactory(), "test");
        parts.offer(PartKind.FUSION, "glad-decoder", new GladDecoderFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        Files.writeString(folder.resolve("tiny.yaml"), """
                text: {id: none}
                diffusion: {id: none}
                backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2}
                fusion: {id: none}
                head: {id: center, channels: 16}
                template: {size: 32}
                search: {size: 64}
                weights: %s
                """.formatted(weights));
        experiments = new Experiments(folder);
    }

    /** Writes the experiment and its weights. */
    public static TinyTracker withWeights(Path folder) throws IOException {
        TinyTracker tiny = new TinyTracker(folder, "tiny.safetensors");
        tiny.save(folder.resolve("tiny.safetensors"));
        return tiny;
    }

    /** Writes weights for the experiment. */
    public void save(Path file) {
        try (Model model = composer.compose(experiments.read("tiny", List.of()).model(), Placement.cpu())) {
            model.weights().save(file, Map.of(), SafetensorsWriter.Storage.F32);
        }
    }

    /** Returns a loader that finds weights below a root. */
    public ExperimentLoader loader(Path root) {
        return new ExperimentLoader(composer, parts, new WeightStore(root));
    }

    /** Returns the experiment with weights below a root, for commands. */
    public ModelSource models(Path root) {
        return new ModelSource(experiments, loader(root));
    }

    /** Writes small frames of noise, {@code 00000001.png} first; others in a folder of another name. */
    public static void images(Path place, int count) throws IOException {
        Files.createDirectories(place);
        Random random = new Random(place.getParent().getFileName().toString().hashCode());
        for (int i = 1; i <= count; i++) {
            byte[] pixels = new byte[80 * 60 * 3];
            random.nextBytes(pixels);
            ImageFile.write(new Image(80, 60, pixels), place.resolve(String.format("%08d.png", i)));
        }
    }

    /** Runs a command; what the one before printed is forgotten. */
    public int run(ShellCommand verb, List<String> words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.of(Map.of(words.get(0), verb), new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    /** Returns what the command printed. */
    public String out() {
        return out.toString();
    }

    /** Returns what it said besides. */
    public String err() {
        return err.toString();
    }

    /** Returns what it printed, read. */
    public JsonNode json() throws IOException {
        return new JsonMapper().readTree(out());
    }

    /** Checks that the command failed with a code and one line that has these words in it, and printed nothing else. */
    public void refused(int code, int given, String... words) {
        assertEquals(code, given, err());
        assertEquals(1, err().lines().count(), err());
        assertTrue(err().startsWith("error: "), err());
        for (String word : words) {
            assertTrue(err().contains(word), err());
        }
        assertEquals("", out());
    }
}

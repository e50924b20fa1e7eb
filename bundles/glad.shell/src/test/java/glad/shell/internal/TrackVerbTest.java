package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Picture;
import glad.backbone.mae.internal.MaeVitFactory;
import glad.diffusion.fusion.internal.NoFusionFactory;
import glad.diffusion.head.internal.CenterHeadFactory;
import glad.diffusion.sd.internal.NoDiffusionFactory;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.media.PictureFile;
import glad.nn.weights.SafetensorsWriter;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.PartKind;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightStore;
import glad.text.clip.internal.NoTextFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code track} with a tiny model of random weights: its files, and every kind of wrong input. */
class TrackVerbTest {

    private static final int FRAMES = 5;

    @TempDir
    private static Path folder;
    private static Parts parts;
    private static Composer composer;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        parts = new Parts();
        parts.offer(PartKind.TEXT, "none", new NoTextFactory(), "test");
        parts.offer(PartKind.DIFFUSION, "none", new NoDiffusionFactory(), "test");
        parts.offer(PartKind.BACKBONE, "mae-vit", new MaeVitFactory(), "test");
        parts.offer(PartKind.FUSION, "none", new NoFusionFactory(), "test");
        parts.offer(PartKind.HEAD, "center", new CenterHeadFactory(), "test");
        composer = new Composer(parts);
        Files.writeString(folder.resolve("tiny.yaml"), """
                text: {id: none}
                diffusion: {id: none}
                backbone: {id: mae-vit, dim: 32, depth: 1, heads: 2}
                fusion: {id: none}
                head: {id: center, channels: 16}
                template: {size: 32}
                search: {size: 64}
                weights: tiny.safetensors
                """);
        Experiment tiny = new Experiments(folder).read("tiny", List.of());
        try (Model model = composer.compose(tiny.model(), Placement.cpu())) {
            model.save(folder.resolve("tiny.safetensors"), Map.of(), SafetensorsWriter.Storage.F32);
        }
        Random random = new Random(3);
        Files.createDirectories(folder.resolve("frames"));
        for (int i = 0; i < FRAMES; i++) {
            byte[] pixels = new byte[80 * 60 * 3];
            random.nextBytes(pixels);
            PictureFile.write(new Picture(80, 60, pixels), folder.resolve("frames").resolve("000" + i + ".png"));
        }
    }

    @BeforeEach
    void clean() {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    private int track(Path input, String box, String... more) {
        TrackVerb verb = new TrackVerb(new Experiments(folder), new ExperimentLoader(composer, parts, new WeightStore(folder)));
        String[] args = {"track", "--input", input.toString(), "--box", box, "--experiment", "tiny", "--out",
            folder.resolve("out").toString()};
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return CommandLines.of(Map.of("track", verb), new PrintWriter(out), new PrintWriter(err)).execute(all);
    }

    private void refused(int code, int given, String... words) {
        String text = err.toString();
        assertEquals(code, given, text);
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.startsWith("error: "), text);
        for (String word : words) {
            assertTrue(text.contains(word), text);
        }
        assertEquals("", out.toString());
    }

    private Path frames() {
        return folder.resolve("frames");
    }

    @Test
    void writesBoxesWithConfidencesAndProvenance() throws IOException {
        assertEquals(0, track(frames(), "20.25,10,30,24.5", "--text", "a red ball", "--video"), err.toString());
        List<String> lines = Files.readAllLines(folder.resolve("out/boxes.txt"));
        assertEquals(FRAMES, lines.size());
        assertEquals("20.25,10.0,30.0,24.5", lines.get(0));
        JsonNode json = new JsonMapper().readTree(folder.resolve("out/boxes.json").toFile());
        assertEquals(FRAMES, json.get("frames").size());
        assertEquals(1, json.get("frames").get(0).get("confidence").doubleValue());
        double second = json.get("frames").get(1).get("confidence").doubleValue();
        assertTrue(second > 0 && second < 1, "" + second);
        assertEquals("tiny", json.get("provenance").get("experiment").textValue());
        assertEquals(64, json.get("provenance").get("weights").get("tiny.safetensors").textValue().length());
        assertTrue(json.get("provenance").get("command").textValue().contains("--text 'a red ball'"));
        assertTrue(Files.size(folder.resolve("out/track.mp4")) > 0);
        assertTrue(out.toString().startsWith("track: 5 frames, "), out.toString());
    }

    @Test
    void repeatsBitForBitAndTakesAnEmptyText() throws IOException {
        assertEquals(0, track(frames(), "20,10,30,24", "--text", "", "--json"), err.toString());
        String first = Files.readString(folder.resolve("out/boxes.txt"));
        assertTrue(new JsonMapper().readTree(out.toString()).isObject());
        assertEquals(0, track(frames(), "20,10,30,24"));
        assertEquals(first, Files.readString(folder.resolve("out/boxes.txt")));
    }

    @Test
    void namesAnUnreadableFrameAndKeepsTheRest() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        for (int i = 0; i < FRAMES; i++) {
            Files.copy(frames().resolve("000" + i + ".png"), damaged.resolve("000" + i + ".png"));
        }
        Files.writeString(damaged.resolve("0002.png"), "no picture");
        assertEquals(1, track(damaged, "20,10,30,24"));
        List<String> lines = Files.readAllLines(folder.resolve("out/boxes.txt"));
        assertEquals(FRAMES, lines.size());
        assertEquals(lines.get(1), lines.get(2));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("0002.png"), err.toString());
        assertTrue(out.toString().startsWith("track: 5 frames"), out.toString());
        JsonNode json = new JsonMapper().readTree(folder.resolve("out/boxes.json").toFile());
        assertTrue(json.get("frames").get(2).get("confidence").isNull());
        assertFalse(json.get("frames").get(3).get("confidence").isNull());
    }

    @Test
    void refusesWrongBoxes() {
        refused(2, track(frames(), "1,2,3"), "\"1,2,3\"", "x,y,w,h");
        clean();
        refused(2, track(frames(), "a,2,3,4"), "\"a,2,3,4\"");
        clean();
        refused(2, track(frames(), "10,10,0,5"), "no size");
        clean();
        refused(2, track(frames(), "500,10,20,20"), "outside the frame of 80x60");
    }

    @Test
    void refusesMissingInputAndOutput() throws IOException {
        refused(1, track(folder.resolve("nothing.mp4"), "1,2,3,4"), "nothing.mp4");
        clean();
        Path file = Files.writeString(folder.resolve("file"), "x");
        refused(1, track(frames(), "20,10,30,24", "--out", file.resolve("below").toString()), "can't be made");
    }

    @Test
    void refusesUnknownNames() {
        refused(2, track(frames(), "20,10,30,24", "--experiment", "tinny"), "did you mean \"tiny\"");
        clean();
        refused(2, track(frames(), "20,10,30,24", "--set", "backbone.id=mae-vits"), "did you mean \"mae-vit\"");
        clean();
        refused(2, track(frames(), "20,10,30,24", "--set", "head.chanels=8"), "did you mean \"channels\"");
        clean();
        refused(2, track(frames(), "20,10,30,24", "--device", "tpu"), "\"tpu\"", "expected cpu");
        clean();
        refused(2, track(frames(), "20,10,30,24", "--precision", "fp8"), "\"fp8\"", "expected fp32 or bf16");
    }

    @Test
    void refusesWeightsThatDoNotFit() throws IOException {
        refused(1, track(frames(), "20,10,30,24", "--set", "head.channels=32"), "tiny.safetensors", "another shape");
        clean();
        refused(1, track(frames(), "20,10,30,24", "--set", "weights=[]"), "no weights yet");
        clean();
        byte[] whole = Files.readAllBytes(folder.resolve("tiny.safetensors"));
        Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, whole.length - 100));
        refused(1, track(frames(), "20,10,30,24", "--weights", cut.toString()), "cut.safetensors", "cut short");
        clean();
        whole[0] = 7;
        Path corrupt = Files.write(folder.resolve("corrupt.safetensors"), whole);
        refused(1, track(frames(), "20,10,30,24", "--weights", corrupt.toString()), "corrupt.safetensors", "damaged");
        clean();
        refused(1, track(frames(), "20,10,30,24", "--weights", "missing.safetensors"), "missing.safetensors");
    }
}

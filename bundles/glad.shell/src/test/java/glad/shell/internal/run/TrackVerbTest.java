package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Image;
import glad.media.ImageFile;
import glad.shell.internal.TinyTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code track} with a tiny model of random weights: its files, and every kind of wrong input. */
class TrackVerbTest {

    private static final int FRAMES = 5;

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;

    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        TinyTracker.images(folder.resolve("frames"), FRAMES);
    }

    /** Runs the command into {@code out}, which holds nothing of the tests before. */
    private static int track(Path input, String box, String... more) {
        List<String> words = new ArrayList<>(List.of("track", "--input", input.toString(), "--box", box, "--experiment", "tiny",
                "--out", folder.resolve("out").toString()));
        if (!List.of(more).contains("--resume")) {
            words.add("--replace");
        }
        words.addAll(List.of(more));
        return tiny.run(new TrackVerb(tiny.models(folder), null), words);
    }

    private static String name(int frame) {
        return String.format("%08d.png", frame + 1);
    }

    private Path frames() {
        return folder.resolve("frames");
    }

    @Test
    void writesBoxesWithConfidencesAndProvenance() throws IOException {
        assertEquals(0, track(frames(), "20.25,10,30,24.5", "--text", "a red ball", "--video"), tiny.err());
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
        assertTrue(tiny.out().startsWith("track: 5 frames, "), tiny.out());
    }

    @Test
    void repeatsBitForBitAndTakesAnEmptyText() throws IOException {
        assertEquals(0, track(frames(), "20,10,30,24", "--text", "", "--json"), tiny.err());
        String first = Files.readString(folder.resolve("out/boxes.txt"));
        assertTrue(tiny.json().isObject());
        assertEquals(0, track(frames(), "20,10,30,24"));
        assertEquals(first, Files.readString(folder.resolve("out/boxes.txt")));
    }

    @Test
    void namesAnUnreadableFrameAndKeepsTheRest() throws IOException {
        Path damaged = Files.createDirectories(folder.resolve("damaged"));
        for (int i = 0; i < FRAMES; i++) {
            Files.copy(frames().resolve(name(i)), damaged.resolve(name(i)));
        }
        Files.writeString(damaged.resolve(name(2)), "no image");
        assertEquals(1, track(damaged, "20,10,30,24"));
        List<String> lines = Files.readAllLines(folder.resolve("out/boxes.txt"));
        assertEquals(FRAMES, lines.size());
        assertEquals(lines.get(1), lines.get(2));
        assertEquals(1, tiny.err().lines().count(), tiny.err());
        assertTrue(tiny.err().contains(name(2)), tiny.err());
        assertTrue(tiny.out().startsWith("track: 5 frames"), tiny.out());
        JsonNode json = new JsonMapper().readTree(folder.resolve("out/boxes.json").toFile());
        assertTrue(json.get("frames").get(2).get("confidence").isNull());
        assertFalse(json.get("frames").get(3).get("confidence").isNull());
    }

    @Test
    void aFrameOfAnotherSizeIsAnErrorForThatFrameOnly() throws IOException {
        Path mixed = Files.createDirectories(folder.resolve("mixed"));
        for (int i = 0; i < FRAMES; i++) {
            Files.copy(frames().resolve(name(i)), mixed.resolve(name(i)));
        }
        ImageFile.write(new Image(60, 80, new byte[60 * 80 * 3]), mixed.resolve(name(3)));
        assertEquals(1, track(mixed, "20,10,30,24"));
        assertTrue(tiny.err().contains("frame 3: it has 60x80 pixels, but frame 0 has 80x60"), tiny.err());
        List<String> lines = Files.readAllLines(folder.resolve("out/boxes.txt"));
        assertEquals(FRAMES, lines.size());
        assertEquals(lines.get(2), lines.get(3));
    }

    @Test
    void theVideoOfAnotherRunDoesNotStay() {
        assertEquals(0, track(frames(), "20,10,30,24", "--video"), tiny.err());
        assertTrue(Files.exists(folder.resolve("out/track.mp4")));
        assertEquals(0, track(frames(), "30,10,30,24"), tiny.err());
        assertFalse(Files.exists(folder.resolve("out/track.mp4")));
    }

    @Test
    void lettersThatTheVideoCannotShowAreTold() throws IOException {
        assertEquals(0, track(frames(), "20,10,30,24", "--video", "--text", "a \ue000 bird"), tiny.err());
        assertTrue(tiny.err().contains("letter \"\ue000\" isn't in the fonts") && tiny.err().contains("--font FILE"), tiny.err());
        Path none = Files.writeString(folder.resolve("none.ttf"), "x");
        tiny.refused(2, track(frames(), "20,10,30,24", "--video", "--font", none.toString()), "can't be used as a font");
    }

    @Test
    void whatIsRefusedLeavesNoFolder() throws IOException {
        String none = folder.resolve("none").toString();
        tiny.refused(2, track(frames(), "500,10,20,20", "--out", none), "outside the frame");
        tiny.refused(1, track(frames(), "20,10,30,24", "--weights", "missing.safetensors", "--out", none), "missing");
        Path torn = Files.createDirectories(folder.resolve("torn"));
        Files.writeString(torn.resolve(name(0)), "no image");
        tiny.refused(1, track(torn, "20,10,30,24", "--out", none), "first frame", "can't be read");
        assertFalse(Files.exists(Path.of(none)));
    }

    @Test
    void refusesWrongBoxes() {
        tiny.refused(2, track(frames(), "1,2,3"), "\"1,2,3\"", "x,y,w,h");
        tiny.refused(2, track(frames(), "a,2,3,4"), "\"a,2,3,4\"");
        tiny.refused(2, track(frames(), "10,10,0,5"), "no size");
        tiny.refused(2, track(frames(), "500,10,20,20"), "outside the frame of 80x60");
        tiny.refused(2, track(frames(), "0,0,81,20"), "\"0.0,0.0,81.0,20.0\" is larger than the frame of 80x60");
    }

    @Test
    void aPreviewThatCannotBeShownIsRefused() {
        tiny.refused(2, track(frames(), "20,10,30,24", "--preview", "window"), "\"window\"", "page or terminal");
        tiny.refused(2, track(frames(), "20,10,30,24", "--preview", "terminal"), "isn't a terminal", "--preview page");
        tiny.refused(2, track(frames(), "20,10,30,24", "--port", "8899"), "--port 8899", "--preview page");
        List<String> boxless = List.of("track", "--input", frames().toString(), "--experiment", "tiny", "--out", folder.resolve("none").toString());
        tiny.refused(2, tiny.run(new TrackVerb(tiny.models(folder), null), boxless), "--box x,y,w,h", "--preview page");
    }

    @Test
    void refusesMissingInputAndOutput() throws IOException {
        tiny.refused(1, track(folder.resolve("nothing.mp4"), "1,2,3,4"), "nothing.mp4");
        Path file = Files.writeString(folder.resolve("file"), "x");
        tiny.refused(1, track(frames(), "20,10,30,24", "--out", file.resolve("below").toString()), "can't be made");
    }

    @Test
    void refusesUnknownNames() {
        tiny.refused(2, track(frames(), "20,10,30,24", "--experiment", "tinny"), "did you mean \"tiny\"");
        tiny.refused(2, track(frames(), "20,10,30,24", "--set", "backbone.id=mae-vits"), "did you mean \"mae-vit\"");
        tiny.refused(2, track(frames(), "20,10,30,24", "--set", "head.chanels=8"), "did you mean \"channels\"");
        tiny.refused(2, track(frames(), "20,10,30,24", "--device", "tpu"), "\"tpu\"", "expected cpu");
        tiny.refused(2, track(frames(), "20,10,30,24", "--precision", "fp8"), "\"fp8\"", "expected fp32, bf16 or fp16");
    }

    @Test
    void refusesWeightsThatDoNotFit() throws IOException {
        tiny.refused(1, track(frames(), "20,10,30,24", "--set", "head.channels=32"), "tiny.safetensors", "another shape");
        tiny.refused(1, track(frames(), "20,10,30,24", "--set", "weights=[]"), "no weights yet");
        byte[] whole = Files.readAllBytes(folder.resolve("tiny.safetensors"));
        Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, whole.length - 100));
        tiny.refused(1, track(frames(), "20,10,30,24", "--weights", cut.toString()), "cut.safetensors", "cut short");
        whole[0] = 7;
        Path corrupt = Files.write(folder.resolve("corrupt.safetensors"), whole);
        tiny.refused(1, track(frames(), "20,10,30,24", "--weights", corrupt.toString()), "corrupt.safetensors", "damaged");
        tiny.refused(1, track(frames(), "20,10,30,24", "--weights", "missing.safetensors"), "missing.safetensors");
    }
}

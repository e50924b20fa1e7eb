package glad.shell.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Image;
import glad.media.ImageFile;
import glad.media.VideoFile;
import glad.shell.internal.TinyTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code track} that is stopped or cut off, and goes on. */
class TrackResumeTest {

    private static final int FRAMES = 120;
    private static final int IMAGES = 31;
    private static final String BOX = "20,10,30,24";

    @TempDir
    private static Path folder;
    private static TinyTracker tiny;
    private static byte[] undisturbed;

    @TempDir
    private Path temp;

    /** Links to a few images of noise: what they hold moves the box about, so that every frame follows from all before. */
    @BeforeAll
    static void prepare() throws IOException {
        tiny = TinyTracker.withWeights(folder);
        TinyTracker.images(folder.resolve("noise"), IMAGES);
        Files.createDirectories(folder.resolve("frames"));
        for (int i = 0; i < FRAMES; i++) {
            Files.createLink(folder.resolve("frames").resolve(name(i)), folder.resolve("noise").resolve(name(i % IMAGES)));
        }
        assertEquals(0, track(folder.resolve("frames"), folder.resolve("undisturbed")), tiny.err());
        undisturbed = boxes(folder.resolve("undisturbed"));
    }

    private static String name(int frame) {
        return String.format("%08d.png", frame + 1);
    }

    private static int track(Path input, Path out, String... more) {
        return tiny.run(new TrackVerb(tiny.models(folder), null), words(input, out, more));
    }

    private static List<String> words(Path input, Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("track", "--input", input.toString(), "--box", BOX, "--experiment", "tiny",
                "--set", "tracker.size_smoothing=0.5", "--out", out.toString()));
        words.addAll(List.of(more));
        return words;
    }

    private static byte[] boxes(Path out) throws IOException {
        return Files.readAllBytes(out.resolve("boxes.txt"));
    }

    private static long whole(Path out) throws IOException {
        return Files.exists(out.resolve("boxes.txt"))
                ? new String(boxes(out)).chars().filter(c -> c == '\n').count() : 0;
    }

    private static JsonNode json(Path out) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(out.resolve("boxes.json")));
    }

    @Test
    void whereverTheFilesWereTornItGoesOnFromTheLastWholeFrame() throws IOException {
        Path short_ = frames(12);
        Path whole = temp.resolve("whole");
        assertEquals(0, track(short_, whole), tiny.err());
        Path out = temp.resolve("torn");
        assertEquals(0, track(short_, out), tiny.err());
        StringBuilder journal = new StringBuilder();
        json(out).get("frames").forEach(frame -> journal.append("{\"box\":").append(frame.get("box")).append(",\"confidence\":")
                .append(frame.get("confidence")).append("}\n"));
        Files.delete(out.resolve("boxes.json"));
        for (int length = 0; length <= journal.length(); length += 311) {
            Files.writeString(out.resolve("boxes.jsonl"), journal.substring(0, length) + (length % 2 == 0 ? "" : "\0\0\n"));
            Files.writeString(out.resolve("boxes.txt"), "1,2");
            assertEquals(0, track(short_, out, "--resume"), tiny.err());
            assertEquals(new String(boxes(whole)), new String(boxes(out)), "cut at " + length);
            Files.delete(out.resolve("boxes.json"));
        }
        Files.delete(out.resolve("boxes.txt"));
        Files.writeString(out.resolve("content.json"), "");
        assertEquals(0, track(short_, out, "--resume"), tiny.err());
        assertEquals(new String(boxes(whole)), new String(boxes(out)));
    }

    private Path frames(int count) throws IOException {
        Path place = Files.createDirectories(temp.resolve("frames" + count));
        for (int i = 0; i < count; i++) {
            Files.copy(folder.resolve("noise").resolve(name(i % IMAGES)), place.resolve(name(i)));
        }
        return place;
    }

    @Test
    void anInterruptStopsItAndSaysHowToGoOn() throws Exception {
        Path out = temp.resolve("stopped");
        Thread thread = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                while (whole(out) < 20) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            thread.interrupt();
        });
        interrupter.start();
        int code = track(folder.resolve("frames"), out, "--video");
        Thread.interrupted();
        interrupter.join();
        assertEquals(0, code, tiny.err());
        assertTrue(tiny.out().startsWith("track: stopped after "), tiny.out());
        assertTrue(tiny.out().contains("of 120 frames") && tiny.out().contains("--resume"), tiny.out());
        assertTrue(whole(out) >= 20 && whole(out) < FRAMES, whole(out) + " frames");
        assertFalse(Files.exists(out.resolve("track.mp4")));
        assertEquals(0, track(folder.resolve("frames"), out, "--resume"), tiny.err());
        assertEquals(new String(undisturbed), new String(boxes(out)));
    }

    @Test
    void aFormerTrackIsNeitherOverwrittenNorMixed() throws IOException {
        Path short_ = frames(5);
        Path out = temp.resolve("out");
        assertEquals(0, track(short_, out, "--resume"), tiny.err()); // begins where there is nothing to go on with
        byte[] before = boxes(out);
        tiny.refused(2, track(short_, out), "holds a track already", "--resume", "--replace", "--out");
        tiny.refused(2, track(short_, out, "--resume", "--replace"), "give one of them");
        tiny.refused(2, track(short_, out, "--resume", "--cues"), "--cues notes a track from its first frame on");
        tiny.refused(2, track(short_, out, "--resume", "--box", "21,10,30,24"),
                "box was \"20,10,30,24\" and is \"21,10,30,24\"", "choose another --out, or --replace it");
        tiny.refused(2, track(frames(6), out, "--resume"), "frames was \"5\" and is \"6\"");
        assertEquals(new String(before), new String(boxes(out)));
        assertEquals(0, track(short_, out, "--resume"), tiny.err());
        assertTrue(tiny.out().startsWith("track: 5 frames, tracked before, "), tiny.out());
        assertEquals(0, track(short_, out, "--replace", "--box", "21,10,30,24"), tiny.err());
        assertTrue(new String(boxes(out)).startsWith("21.0,"), new String(boxes(out)));
        Files.delete(out.resolve("content.json"));
        tiny.refused(2, track(short_, out, "--resume"), "no content.json", "--replace");
    }

    @Test
    void goingOnDrawsTheWholeVideoAndKeepsWhatWasUnreadable() throws IOException {
        Path short_ = frames(8);
        Files.writeString(short_.resolve(name(2)), "no image");
        Path out = temp.resolve("out");
        assertEquals(1, track(short_, out));
        JsonNode frames = json(out).get("frames");
        StringBuilder journal = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            journal.append(frames.get(i)).append('\n');
        }
        Files.writeString(out.resolve("boxes.jsonl"), journal);
        Files.delete(out.resolve("boxes.json"));
        ImageFile.write(new Image(80, 60, new byte[80 * 60 * 3]), short_.resolve(name(2)));
        assertEquals(1, track(short_, out, "--resume", "--video"), tiny.err());
        assertTrue(tiny.err().contains(name(2)) && tiny.err().contains("line 3 of boxes.txt"), tiny.err());
        assertEquals(frames, json(out).get("frames"));
        try (VideoFile video = VideoFile.open(out.resolve("track.mp4"))) {
            assertEquals(8, video.count());
        }
        Files.delete(out.resolve("track.mp4"));
        assertEquals(1, track(short_, out, "--resume", "--video"), tiny.err());
        assertTrue(Files.exists(out.resolve("track.mp4")));
    }
}

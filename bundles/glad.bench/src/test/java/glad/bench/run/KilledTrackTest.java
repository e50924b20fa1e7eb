package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A track whose process is killed at random moments, or whose disk is full, and that is gone on with. */
class KilledTrackTest {

    private static final int FRAMES = 1000;
    private static final int KILLS = 5;
    private static final Box BOX = new Box(10, 10, 1 / 3.0, 5);

    @TempDir
    Path temp;

    /** A video of noise. */
    private static Frames video() {
        return new Frames() {
            @Override
            public int count() {
                return FRAMES;
            }

            @Override
            public Image frame(int index) {
                byte[] pixels = new byte[48];
                new Random(index).nextBytes(pixels);
                return new Image(4, 4, pixels);
            }

            @Override
            public void close() {}
        };
    }

    /** Moves by what the pixels say from where it was, so that each box follows from all before; not too fast. */
    private static Tracker tracker() {
        return new Tracker() {
            private Box box;

            @Override
            public TrackStep start(Image frame, Box given, String sentence) {
                box = given;
                return new TrackStep(box, 1);
            }

            @Override
            public TrackStep next(Image frame) {
                LockSupport.parkNanos(100_000);
                Random pixels = new Random(java.util.Arrays.hashCode(frame.rgb()));
                box = new Box(0.9 * box.x() + pixels.nextGaussian(), 0.9 * box.y() + pixels.nextGaussian(),
                        0.5 * box.w() + pixels.nextDouble() + 0.1, 0.5 * box.h() + pixels.nextDouble() + 0.1);
                return new TrackStep(box, pixels.nextDouble());
            }

            @Override
            public void correct(Box known) {
                box = known;
            }

            @Override
            public void close() {}
        };
    }

    private static boolean track(Path out) throws IOException {
        Tracking tracking = Tracking.begin(video(), tracker(), BOX, Sentences.of(""));
        try (TrackFolder folder = TrackFolder.open(out, new TreeMap<>(Map.of("tracker", "random walk")))) {
            boolean ended = folder.fill(tracking, false, () -> false, (index, frame, found) -> { });
            if (ended) {
                folder.finish(JsonNodeFactory.instance.objectNode());
            }
            return ended;
        }
    }

    /** The process that is killed, or has a small disk. */
    public static void main(String[] args) throws IOException {
        System.out.println("ready");
        try {
            track(Path.of(args[0]));
        } catch (GladException e) {
            System.out.println(e.getMessage());
        }
    }

    private static List<String> lines(Path out) throws IOException {
        String text = Files.exists(out.resolve("boxes.txt")) ? Files.readString(out.resolve("boxes.txt")) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Test
    void killedAtRandomMomentsNoFinishedFrameIsLostAndTheEndIsTheSame() throws Exception {
        Path undisturbed = temp.resolve("undisturbed");
        assertTrue(track(undisturbed));
        List<String> all = lines(undisturbed);
        assertEquals(FRAMES, all.size());
        assertEquals(FRAMES, all.stream().distinct().count());
        Path out = temp.resolve("killed");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int between = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int before = lines(out).size();
            Process process = ChildJava.start("", KilledTrackTest.class, out.toString());
            try (BufferedReader said = process.inputReader()) {
                assertEquals("ready", said.readLine());
                int goal = before + random.nextInt(2 * FRAMES / KILLS);
                while (process.isAlive() && lines(out).size() < goal) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            } finally {
                int seen = lines(out).size();
                process.destroyForcibly().waitFor();
                assertTrue(lines(out).size() >= Math.max(before, seen), "seed " + seed);
            }
            List<String> kept = lines(out);
            assertEquals(all.subList(0, kept.size()), kept, "seed " + seed);
            between += kept.size() > before && kept.size() < FRAMES ? 1 : 0;
        }
        assertTrue(between > KILLS / 3, between + " kills came between two frames, seed " + seed);
        assertTrue(track(out));
        for (String file : List.of("boxes.txt", "boxes.json", "content.json")) {
            assertEquals(Files.readString(undisturbed.resolve(file)), Files.readString(out.resolve(file)), file + ", seed " + seed);
        }
        assertFalse(Files.exists(out.resolve("boxes.jsonl")));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskKeepsEveryFrameBefore() throws Exception {
        Path out = temp.resolve("full");
        Process process = ChildJava.start("ulimit -f 64; ", KilledTrackTest.class, out.toString());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertTrue(said.contains("can't be read or written") && said.contains("free space"), said);
        List<String> kept = lines(out);
        assertTrue(kept.size() > 100 && kept.size() < FRAMES, kept.size() + " frames");
        assertTrue(track(out));
        assertEquals(kept, lines(out).subList(0, kept.size()));
        assertEquals(FRAMES, lines(out).stream().distinct().count());
    }

    @Test
    void oneProcessAtATimeWritesATrack() throws IOException {
        Path out = temp.resolve("out");
        try (RunLock lock = RunFolder.open(out).lock()) {
            GladException e = assertThrows(GladException.class, () -> track(out), lock::toString);
            assertTrue(e.getMessage().contains("is being written by another command"), e.getMessage());
        }
    }
}

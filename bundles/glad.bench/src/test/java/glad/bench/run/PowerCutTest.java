package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.base.WholeFile;
import glad.runtime.Placement;
import glad.runtime.Settings;
import glad.testing.disk.Disk;
import glad.testing.disk.Disk.Luck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of files if the power fails behind any step of their writing: nothing finished is lost or refused. */
class PowerCutTest {

    private static final SortedMap<String, String> CONTENT = new TreeMap<>(Map.of("seed", "1", "weights", "a"));

    @TempDir
    private Path temp;
    private Disk disk;

    @BeforeEach
    void prepare() throws IOException {
        disk = new Disk(Files.createDirectory(temp.resolve("disk")));
    }

    /** Looks at what is left. */
    @FunctionalInterface
    private interface Check {
        void of(int step, Path left, String cut) throws IOException;
    }

    /** Cuts the power behind every step, with every luck. */
    private void everywhere(Check check) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step <= disk.steps(); step++) {
            for (Luck luck : Luck.values()) {
                Path left = Files.createDirectories(temp.resolve("left").resolve(step + "-" + luck));
                disk.cut(step, luck, random, left);
                check.of(step, left, "step " + step + " of " + disk.steps() + ", " + luck + ", seed " + seed);
            }
        }
    }

    private static SequenceResult result(String name) {
        Random random = new Random(name.hashCode());
        List<Box> boxes = IntStream.range(0, 5).mapToObj(i -> new Box(random.nextDouble(), random.nextGaussian(), 1, 2)).toList();
        return new SequenceResult(name, "hash of " + name, boxes, Collections.nCopies(5, 0.5), Collections.nCopies(5, 0.01));
    }

    @Test
    void aRunsFolderRefusesAndLosesNothingThatWasFinished() throws IOException {
        Map<String, Integer> finished = new LinkedHashMap<>();
        RunFolder folder = RunFolder.open(disk.root().resolve("runs/nano/lasot"));
        folder.claim(CONTENT);
        folder.write(Provenance.now("glad evaluate", "nano", Placement.cpu(), Optional.empty(), Map.of()));
        for (String name : List.of("a", "b", "c")) {
            folder.write(result(name));
            finished.put(name, disk.steps());
        }
        folder.write("report.html", "first");
        folder.write("report.html", "second");
        everywhere((step, left, cut) -> {
            RunFolder found = RunFolder.open(left.resolve("runs/nano/lasot"));
            found.provenance();
            found.claim(CONTENT);
            for (String name : List.of("a", "b", "c")) {
                Optional<SequenceResult> result = found.result(name);
                assertTrue(result.isEmpty() || result.get().equals(result(name)), cut);
                assertTrue(result.isPresent() || step < finished.get(name), () -> name + " is lost: " + cut);
            }
            if (Files.exists(left.resolve("runs/nano/lasot/report.html"))) {
                String report = Files.readString(left.resolve("runs/nano/lasot/report.html"));
                assertTrue(List.of("first", "second").contains(report), () -> report + ": " + cut);
            }
            found.write(result("d"));
            assertEquals(Optional.of(result("d")), RunFolder.open(found.path()).result("d"), cut);
        });
    }

    private static TrackedFrame frame(int i) {
        return new TrackedFrame(new Box(i / 3.0, -i, 10, 0.1 + i), i == 3 ? Double.NaN : 1.0 / (i + 1), i == 3 ? "torn" : "");
    }

    @Test
    void aTrackGoesOnFromSomeFrameToTheSameEnd() throws IOException {
        Path out = disk.root().resolve("runs/track");
        int closed;
        try (TrackFolder folder = TrackFolder.open(out, CONTENT)) {
            for (int i = 0; i < 2; i++) {
                folder.add(frame(i));
            }
        }
        closed = disk.steps();
        int complete;
        try (TrackFolder folder = TrackFolder.open(out, CONTENT)) {
            for (int i = 2; i < 5; i++) {
                folder.add(frame(i));
            }
            folder.finish(JsonNodeFactory.instance.objectNode());
            complete = disk.steps();
        }
        String text = Files.readString(out.resolve("boxes.txt"));
        String json = Files.readString(out.resolve("boxes.json"));
        everywhere((step, left, cut) -> {
            try (TrackFolder folder = TrackFolder.open(left.resolve("runs/track"), CONTENT)) {
                int kept = folder.frames().size();
                assertEquals(IntStream.range(0, kept).mapToObj(PowerCutTest::frame).toList(), folder.frames(), cut);
                assertTrue(kept >= (step >= complete ? 5 : step >= closed ? 2 : 0), () -> kept + " frames: " + cut);
                for (int i = kept; i < 5; i++) {
                    folder.add(frame(i));
                }
                folder.finish(JsonNodeFactory.instance.objectNode());
            }
            assertEquals(text, Files.readString(left.resolve("runs/track/boxes.txt")), cut);
            assertEquals(json, Files.readString(left.resolve("runs/track/boxes.json")), cut);
        });
    }

    @Test
    void settingsKeepEveryValueThatWasSet() throws IOException {
        Settings settings = new Settings(disk.root().resolve("glad/settings.yaml"));
        List<Integer> set = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            settings.set("data.set" + i, "/data/" + i, false);
            set.add(disk.steps());
        }
        everywhere((step, left, cut) -> {
            Settings found = new Settings(left.resolve("glad/settings.yaml"));
            for (int i = 0; i < 3; i++) {
                Optional<String> value = found.get("data.set" + i);
                assertTrue(value.isPresent() ? value.get().equals("/data/" + i) : step < set.get(i), cut);
            }
        });
    }

    /** That the disk drops what it may: writing aside and renaming alone leaves empty files, and loses files. */
    @Test
    void whoDoesNotForceLosesOnThisDisk() throws IOException {
        Path file = disk.root().resolve("x.json");
        Files.writeString(disk.root().resolve("x.part"), "{}");
        Files.move(disk.root().resolve("x.part"), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        int naive = disk.steps();
        WholeFile.write(file, "{ }");
        int forced = disk.steps();
        List<String> after = new ArrayList<>();
        everywhere((step, left, cut) -> {
            if (step == naive || step == forced) {
                Path found = left.resolve("x.json");
                after.add(Files.exists(found) ? Files.readString(found) : "lost");
            }
        });
        assertEquals(List.of("lost", "", "lost", "{}"), after.subList(0, 4));
        assertEquals(Collections.nCopies(Luck.values().length, "{ }"), after.subList(5, 10));
    }
}

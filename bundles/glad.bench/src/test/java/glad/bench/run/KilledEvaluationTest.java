package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation whose process is killed at random moments, and begun again. */
class KilledEvaluationTest {

    private static final int FRAMES = 8;
    private static final List<String> NAMES = IntStream.range(10, 34).mapToObj(i -> "s" + i).toList();
    private static final int KILLS = 5;
    private static final int LONGEST_LIFE = 60;
    private static final String STARTED = "started.txt";

    @TempDir
    Path temp;

    /** Follows what the pixels say, a little slowly, and notes which sequences it was begun on. */
    private static Tracker tracker(Path folder) {
        return new Tracker() {

            @Override
            public Sentences words(Sequence sequence) {
                try {
                    Files.writeString(folder.resolve(STARTED), sequence.name() + "\n", StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return Tracker.super.words(sequence);
            }

            @Override
            public TrackStep start(Image frame, Box box, String sentence) {
                return new TrackStep(box, 1);
            }

            @Override
            public TrackStep next(Image frame) {
                LockSupport.parkNanos(1_000_000);
                Random pixels = new Random(Arrays.hashCode(frame.rgb()));
                return new TrackStep(new Box(pixels.nextDouble(), pixels.nextGaussian(), 1, 1), pixels.nextDouble());
            }

            @Override
            public void close() {}
        };
    }

    private static EvaluationResult evaluate(Path folder, int workers) {
        return new Evaluation(RunFolder.open(folder), "t", progress -> { }).run(new Scenes(NAMES, FRAMES, "", 0), NAMES,
                Collections.nCopies(workers, () -> tracker(folder)));
    }

    /** The process that is killed. */
    public static void main(String[] args) {
        RunFolder.open(Path.of(args[0]));
        System.out.println("ready");
        evaluate(Path.of(args[0]), Integer.parseInt(args[1]));
    }

    private static Map<String, String> results(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.exists(folder.resolve("results"))) {
            try (Stream<Path> files = Files.list(folder.resolve("results"))) {
                for (Path file : files.toList()) {
                    texts.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return texts;
    }

    private static List<String> started(Path folder) throws IOException {
        return Files.exists(folder.resolve(STARTED)) ? Files.readAllLines(folder.resolve(STARTED)) : List.of();
    }

    @Test
    void killedAtRandomMomentsItEndsAsIfNothingHadHappened() throws Exception {
        Path undisturbed = temp.resolve("undisturbed");
        assertEquals("24/24 sequences", evaluate(undisturbed, 1).coverage());
        Path killed = temp.resolve("killed");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> finished = new HashSet<>();
        int interrupted = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int before = started(killed).size();
            Process process = ChildJava.start("", KilledEvaluationTest.class, killed.toString(), "" + (1 + kill % 2));
            try (BufferedReader said = process.inputReader()) {
                assertEquals("ready", said.readLine());
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE));
            } finally {
                process.destroyForcibly().waitFor();
            }
            interrupted += process.exitValue() == 0 ? 0 : 1;
            for (String again : started(killed).subList(before, started(killed).size())) {
                assertTrue(!finished.contains(again), again + " was finished and computed again, seed " + seed);
            }
            NAMES.stream().filter(name -> RunFolder.open(killed).result(name).isPresent()).forEach(finished::add);
        }
        assertTrue(interrupted > 0, "no process was killed before its end, seed " + seed);
        int before = started(killed).size();
        EvaluationResult rest = evaluate(killed, 1);
        assertEquals("24/24 sequences", rest.coverage());
        assertEquals(NAMES.size() - finished.size(), started(killed).size() - before, "seed " + seed);
        assertEquals(results(undisturbed), results(killed), "seed " + seed);
    }
}

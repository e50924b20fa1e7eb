package glad.runs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

    private static final int MARKS = 40;

    @TempDir
    private Path folder;

    private RunStore run(String id, double auc, String content) throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs").resolve(id));
        Files.createDirectories(run.resolve("results"));
        Files.writeString(run.resolve("results/cat-1.csv"), "boxes of " + id);
        Files.writeString(run.resolve("provenance.json"), "{\"experiment\": \"nano\", \"date\": \"2026-01-01T00:00:00Z\", \"seed\": 3, \"host\": \"h\"}");
        Files.writeString(run.resolve("figures.json"), "{\"dataset\": \"lasot\", \"metrics\": {\"success\": " + auc + "}}");
        Files.writeString(run.resolve("content.json"), content);
        return RunStore.in(folder.resolve("runs"));
    }

    private static List<String> ids(List<StoredRun> runs) {
        return runs.stream().map(StoredRun::id).toList();
    }

    private static void refused(Runnable action, String words) {
        GladException wrong = assertThrows(GladException.class, action::run);
        assertTrue(wrong.getMessage().contains(words), wrong.getMessage());
    }

    @Test
    void runsAreFilteredAndSorted() throws IOException {
        run("nano/a", 61.5, "{}");
        run("nano/b", 7, "{}");
        RunStore store = run("other/c", 64, "{}");
        store.mark("nano/b", List.of("paper"), List.of(), "odd");
        assertEquals(List.of("other/c", "nano/a", "nano/b"), ids(store.runs(List.of(), "success", false)));
        assertEquals(List.of("other/c", "nano/a"), ids(store.runs(List.of("success>=61.5"), "success", false)));
        assertEquals(List.of("nano/b"), ids(store.runs(List.of("tag=paper", "note~od", "seed=3"), "", false)));
        assertEquals(List.of("nano/a", "other/c"), ids(store.runs(List.of("tag!=paper", "dataset=lasot"), "", false)));
        refused(() -> store.runs(List.of("sucess>3"), "", false), "did you mean \"success\"");
        refused(() -> store.runs(List.of("success>x"), "", false), "expected a number");
        refused(() -> store.runs(List.of("success"), "", false), "says nothing");
        refused(() -> store.run("nano/z"), "unknown run \"nano/z\"");
        refused(() -> store.run("../runs/nano/a/.."), "unknown run");
    }

    @Test
    void runsWithoutADateAreListed() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("runs/damaged")).resolve("provenance.json"), "{");
        assertEquals(List.of("damaged"), ids(RunStore.in(folder.resolve("runs")).runs(List.of(), "", false)));
    }

    /** An evaluation of one dataset is told by what its user called it. */
    @Test
    void theBeginningOfAnIdIsEnoughWhereItIsOneRuns() throws IOException {
        run("nano/a/otb", 1, "{}");
        run("nano/b/otb", 2, "{}");
        RunStore store = run("nano/b/lasot", 3, "{}");
        assertEquals("nano/a/otb", store.run("nano/a").id());
        refused(() -> store.run("nano/b"), "\"nano/b\" is 2 runs; expected one of nano/b/lasot, nano/b/otb");
        refused(() -> store.run("nano"), "3 runs");
        refused(() -> store.run("nan"), "unknown run \"nan\"");
        Path zip = folder.resolve("a.zip");
        store.export(List.of("nano/a"), zip);
        store.archive("nano/a", true);
        assertEquals(List.of("nano/a/otb"), ids(store.runs(List.of(), "", true)));
        assertEquals(List.of("nano/a/otb"), store.bring(zip));
    }

    @Test
    void aDifferenceKeepsFalseZeroAndNothingApart() throws IOException {
        run("a", 1, "{\"x\": false, \"y\": 0, \"same\": 1, \"deep\": {\"k\": 1}}");
        RunStore store = run("b", 1, "{\"x\": 0, \"same\": 1, \"deep\": {\"k\": 2}}");
        Map<String, String[]> difference = store.difference("a", "b");
        assertEquals(List.of("deep.k", "x", "y"), List.copyOf(difference.keySet()));
        assertArrayEquals(new String[] {"false", "0"}, difference.get("x"));
        assertArrayEquals(new String[] {"0", null}, difference.get("y"));
    }

    @Test
    void runsAreArchivedRestoredRemovedAndHandedOn() throws IOException {
        run("nano/a", 1, "{}");
        RunStore store = run("nano/b", 2, "{}");
        store.archive("nano/a", true);
        assertEquals(List.of("nano/b"), ids(store.runs(List.of(), "", false)));
        assertEquals(List.of("nano/a"), ids(store.runs(List.of(), "", true)));
        store.archive("nano/a", false);
        store.mark("nano/a", List.of("kept"), List.of(), null);
        Path zip = folder.resolve("two.zip");
        store.export(List.of("nano/a", "nano/b"), zip);
        refused(() -> store.bring(zip), "there is a run \"nano/a\" already");
        RunStore other = RunStore.in(folder.resolve("elsewhere"));
        assertEquals(List.of("nano/a", "nano/b"), other.bring(zip));
        assertEquals(List.of("kept"), other.run("nano/a").tags());
        assertEquals("boxes of nano/b", Files.readString(other.folder("nano/b").resolve("results/cat-1.csv")));
        store.remove("nano/b");
        assertFalse(Files.exists(folder.resolve("runs/nano/b")));
        Path damaged = Files.writeString(folder.resolve("no.zip"), "x");
        refused(() -> store.bring(damaged), "expected what ./glad runs export writes");
    }

    @Test
    void writersAtOnceLoseNothing() throws IOException {
        RunStore store = run("a", 1, "{}");
        IntStream.range(0, MARKS).parallel().forEach(i -> store.mark("a", List.of("t" + i), List.of(), null));
        assertEquals(MARKS, store.run("a").tags().size());
    }

    @Test
    void processesAtOnceLoseNothing() throws Exception {
        RunStore store = run("a", 1, "{}");
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("x", "y")) {
            processes.add(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                    System.getProperty("java.class.path"), MarkingProcess.class.getName(), folder.resolve("runs").toString(), "a", name,
                    Integer.toString(MARKS)).inheritIO().start());
        }
        for (Process process : processes) {
            assertEquals(0, process.waitFor());
        }
        Set<String> tags = Set.copyOf(store.run("a").tags());
        assertEquals(2 * MARKS, tags.size());
        assertTrue(IntStream.range(0, MARKS).allMatch(i -> tags.contains("x" + i) && tags.contains("y" + i)), tags.toString());
    }

    @Test
    void fiveThousandRunsAreAnsweredInTwoSecondsOfTheProcessor() throws Exception {
        for (int i = 0; i < 5000; i++) {
            Path run = Files.createDirectories(folder.resolve("runs/e" + i % 50 + "/r" + i));
            Files.writeString(run.resolve("provenance.json"), "{\"experiment\": \"e\", \"seed\": " + i + ", \"bundles\": {\"a\": \"" + "0".repeat(4000) + "\"}}");
            Files.writeString(run.resolve("figures.json"), "{\"metrics\": {\"success\": " + i % 100 + "}}");
        }
        RunStore store = RunStore.in(folder.resolve("runs"));
        // One thread does what usually all processors do, so that its time is that of the whole answer. Not by the clock: other work on the
        // machine would count.
        ForkJoinPool one = new ForkJoinPool(1);
        double seconds = one.submit(() -> {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertEquals(50, store.runs(List.of("success>=99"), "success", false).size());
            return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
        }).get();
        one.shutdown();
        assertTrue(seconds < 2, seconds + " s");
    }
}

package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.model.Precision;
import glad.eval.results.RawResults;
import glad.experiment.ContentHash;
import glad.nn.numbers.NumberCheck;
import glad.nn.numbers.Verdict;
import glad.runtime.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final SequenceResult RESULT = new SequenceResult("walk", "abc",
            List.of(new Box(1 / 3.0, -2, Math.PI, 1e-9), new Box(12345.678901234567, 0, 1, 1)), List.of(1.0, Double.NaN),
            List.of(0.1 + 0.2, 1e-7));

    @TempDir
    Path temp;

    @Test
    void givesBackTheVeryNumbersThatWereWritten() throws IOException {
        RunFolder folder = RunFolder.open(temp.resolve("nano").resolve("1"));
        folder.write(RESULT);
        assertEquals(Optional.of(RESULT), RunFolder.open(folder.path()).result("walk"));
        assertTrue(folder.finished("walk", "abc").isPresent());
        assertFalse(folder.finished("walk", "abd").isPresent());
        assertFalse(folder.finished("run", "abc").isPresent());
        try (var files = Files.list(folder.path().resolve("results"))) {
            assertEquals(List.of("walk.csv"), files.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void countsADamagedResultAsMissing() throws IOException {
        RunFolder folder = RunFolder.open(temp);
        folder.write(RESULT);
        Path file = temp.resolve("results").resolve("walk.csv");
        String text = Files.readString(file);
        for (int length = 0; length < text.length(); length++) {
            Files.writeString(file, text.substring(0, length));
            assertEquals(Optional.empty(), folder.result("walk"), "cut after " + length);
        }
        for (String damaged : List.of(text.replace("12345", "x"), text.substring(text.indexOf('\n') + 1))) {
            Files.writeString(file, damaged);
            assertEquals(Optional.empty(), folder.result("walk"), damaged);
        }
    }

    @Test
    void keepsAResultWhoseTimesAreGone() throws IOException {
        RunFolder folder = RunFolder.open(temp);
        folder.write(RESULT);
        Files.delete(temp.resolve("times").resolve("walk.csv"));
        SequenceResult kept = folder.result("walk").orElseThrow();
        assertEquals(RESULT.boxes(), kept.boxes());
        assertEquals(List.of(Double.NaN, Double.NaN), kept.seconds());
    }

    @Test
    void keepsTheTrackersOwnAccountOfItsTimesBesideThoseThatWereSeen() throws IOException {
        RunFolder folder = RunFolder.open(temp);
        SequenceResult own = new SequenceResult("walk", "abc", RESULT.boxes(), RESULT.confidences(), List.of(0.5, 0.25),
                List.of(Double.NaN, 0.125));
        folder.write(own);
        assertEquals(own, folder.result("walk").orElseThrow());
        assertEquals(8, new EvaluationResult(List.of(new SequenceOutcome("walk", Optional.empty(), Optional.of(own), false, "")), false)
                .ownFramesPerSecond());
        try (RawResults raw = RawResults.open(temp)) {
            assertEquals(List.of(0.5, 0.25), raw.runs().get(0).read("walk").orElseThrow().seconds());
        }
    }

    @Test
    void refusesAFolderItCannotMakeAndNamesThatLeaveIt() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        GladException refused = assertThrows(GladException.class, () -> RunFolder.open(file.resolve("run")));
        assertTrue(refused.getMessage().startsWith("output folder \"" + file.resolve("run") + "\" can't be made"));
        RunFolder folder = RunFolder.open(temp);
        for (String name : List.of("../walk", "a/b", "", ".hidden", "a\\b")) {
            assertThrows(GladException.class, () -> folder.result(name), name);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesFoldersThatNotEvenRootCanWriteTo() {
        // Permissions don't hold root up, but nobody makes files in these.
        GladException missing = assertThrows(GladException.class, () -> RunFolder.open(Path.of("/proc/self/run")));
        assertTrue(missing.getMessage().startsWith("output folder \"/proc/self/run\" can't be made"), missing.getMessage());
        for (String place : List.of("/proc", "/sys")) {
            GladException there = assertThrows(GladException.class, () -> RunFolder.open(Path.of(place)).lock());
            assertEquals(1, there.exitCode());
            assertTrue(there.getMessage().contains("\"" + place + "\" can't be"), there.getMessage());
            assertTrue(there.getMessage().endsWith("choose another"), there.getMessage());
        }
    }

    @Test
    void takesMoreOfTheSameContentAndNamesWhatDiffersInAnother() throws IOException {
        RunFolder folder = RunFolder.open(temp.resolve("run"));
        SortedMap<String, String> content = new TreeMap<>(Map.of("search.factor", "4", "weights w", "a".repeat(64),
                "bundle glad.nn", "0.1", "seed", "1", "device", "cpu"));
        folder.claim(content);
        folder.write(RESULT);
        folder.claim(content);
        SortedMap<String, String> other = new TreeMap<>(content);
        other.put("search.factor", "5");
        refused(folder, other, "search.factor was \"4\" and is \"5\"; name another by --run or --out");
        other.put("weights w", "b".repeat(64));
        other.put("bundle glad.nn", "0.2");
        other.remove("seed");
        refused(folder, other, "search.factor was \"4\" and is \"5\", seed was \"1\" and is not set, weights w has changed,"
                + " and 1 more; name");
        try (RunLock lock = folder.lock()) {
            assertThrows(GladException.class, () -> folder.claim(content), lock.toString());
        }
        assertEquals(Optional.of(RESULT), folder.result("walk"));
    }

    @Test
    void aDamagedContentRefusesNoFinishedResultOfTheSameRun() throws IOException {
        SortedMap<String, String> content = new TreeMap<>(Map.of("seed", "1"));
        SortedMap<String, String> other = new TreeMap<>(Map.of("seed", "2"));
        RunFolder.open(temp).claim(content);
        RunFolder folder = RunFolder.open(temp);
        folder.claim(content);
        folder.write(RESULT);
        Path file = temp.resolve("content.json");
        String whole = Files.readString(file);
        for (String torn : List.of("", whole.substring(0, 5), "\0".repeat(whole.length()), "[]", "gone")) {
            Files.deleteIfExists(file);
            if (!torn.equals("gone")) {
                Files.writeString(file, torn);
            }
            refused(RunFolder.open(temp), other, "holds results of another run, such as \"results/walk.csv\", and no whole"
                    + " content.json");
            RunFolder.open(temp).claim(content);
            assertEquals(whole, Files.readString(file), torn);
            assertEquals(Optional.of(RESULT), RunFolder.open(temp).finished("walk", "abc"));
        }
    }

    @Test
    void resultsThatNameNoRunAreTakenOnlyWhereARunHadClaimedTheFolder() throws IOException {
        SortedMap<String, String> content = new TreeMap<>(Map.of("seed", "1"));
        RunFolder.open(temp).write(RESULT); // as imported ones, and those of former versions
        refused(RunFolder.open(temp), content, "holds results of another run");
        Files.createFile(temp.resolve("content.json"));
        RunFolder.open(temp).claim(content);
        assertEquals(Optional.of(RESULT), RunFolder.open(temp).finished("walk", "abc"));
    }

    private static void refused(RunFolder folder, SortedMap<String, String> content, String words) {
        GladException refused = assertThrows(GladException.class, () -> folder.claim(content));
        assertEquals(2, refused.exitCode());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void namesTheTrackerAfterTheExperimentAndItsRun() {
        Provenance provenance = Provenance.now("glad evaluate", "glad-nano", Placement.cpu(), Optional.empty(), Map.of());
        assertEquals("glad-nano", provenance.tracker());
        Provenance named = provenance.of("wide", List.of(Placement.cpu(), Placement.cpu()));
        assertEquals("glad-nano/wide", named.tracker());
        assertEquals("cpu,cpu, fp32", named.facts().get("device"));
    }

    @Test
    void theProvenanceSaysOnWhatAndHowItWasComputed() throws IOException {
        Verdict verdict = new Verdict(
                List.of(new NumberCheck("linear", Precision.FP32, false, "5x64 by 48x64", 1e-7, 5e-6, true)), 0.2);
        Provenance provenance = Provenance.now("glad demo", "glad-nano", Placement.cpu(), Optional.of(verdict), Map.of());
        assertTrue(provenance.machine().get("processor").contains("family"), provenance.toString());
        assertEquals("all 1 checks of the native library passed", provenance.facts().get("numbers"));
        assertTrue(Integer.parseInt(provenance.facts().get("threads")) >= 1);
        assertTrue(provenance.facts().containsKey("instruction sets"));
        assertEquals(System.getenv("OMP_NUM_THREADS"), provenance.facts().get("environment OMP_NUM_THREADS"));
        RunFolder folder = RunFolder.open(temp);
        folder.write(provenance);
        JsonMapper mapper = new JsonMapper();
        ObjectNode older = (ObjectNode) mapper.readTree(temp.resolve("provenance.json").toFile());
        older.remove(List.of("machine", "environment"));
        mapper.writeValue(temp.resolve("provenance.json").toFile(), older);
        assertEquals(Map.of(), folder.provenance().orElseThrow().machine());
    }

    @Test
    void keepsTheProvenance() throws IOException {
        RunFolder folder = RunFolder.open(temp);
        assertEquals(Optional.empty(), folder.provenance());
        Provenance provenance = Provenance.now("glad demo", "glad-nano", Placement.cpu(), Optional.empty(), Map.of("w", "00"));
        folder.write(provenance);
        assertEquals(Optional.of(provenance), folder.provenance());
        assertEquals("cpu, fp32", provenance.facts().get("device"));
        assertTrue(provenance.facts().get("pytorch").startsWith("2.7"), provenance.facts().toString());
        assertTrue(provenance.facts().containsKey("weights w"));
        Files.writeString(temp.resolve("provenance.json"), "");
        assertEquals(Optional.empty(), folder.provenance());
    }

    @Test
    void hashesTextsOneByOne() throws IOException {
        assertNotEquals(ContentHash.of("ab", "c"), ContentHash.of("a", "bc"));
        Path file = Files.writeString(temp.resolve("text"), "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentHash.of(file));
    }

    @Test
    void oneEvaluationAtATimeWritesAFolder() throws Exception {
        RunFolder folder = RunFolder.open(temp.resolve("run"));
        Process other = ChildJava.start("", RunFolderTest.class, "hold", folder.path().toString());
        try (BufferedReader said = other.inputReader()) {
            assertEquals("held", said.readLine());
            GladException refused = assertThrows(GladException.class, folder::lock);
            assertTrue(refused.getMessage().contains("is being written by another command"), refused.getMessage());
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (RunLock own = folder.lock()) {
            assertThrows(GladException.class, folder::lock, () -> own + " was given twice");
        }
        folder.lock().close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskLosesNothingThatIsFinished() throws Exception {
        Process other = ChildJava.start("ulimit -f 16; ", RunFolderTest.class, "fill", temp.toString());
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor(), said);
        assertTrue(said.contains("can't be written") && said.contains("free space"), said);
        RunFolder folder = RunFolder.open(temp);
        assertEquals(Optional.of(RESULT), folder.result("walk"));
        assertEquals(Optional.empty(), folder.result("long"));
    }

    /** Another process that evaluates into a folder: run by the tests in a Java of its own. */
    public static void main(String[] args) throws IOException {
        RunFolder folder = RunFolder.open(Path.of(args[1]));
        try (RunLock lock = folder.lock()) {
            if (args[0].equals("hold")) {
                System.out.println("held");
                System.out.println(lock + " until " + System.in.read());
            } else {
                folder.write(RESULT);
                folder.write(new SequenceResult("long", "abc", Collections.nCopies(5000, RESULT.boxes().get(0)),
                        Collections.nCopies(5000, 1.0), Collections.nCopies(5000, 0.1)));
            }
        } catch (GladException e) {
            System.out.println(e.getMessage());
        }
    }
}

package glad.experiment.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.runtime.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
    void keepsTheProvenance() {
        RunFolder folder = RunFolder.open(temp);
        assertEquals(Optional.empty(), folder.provenance());
        Provenance provenance = Provenance.now("glad demo", "glad-nano", Placement.cpu(), Map.of("w", "00"));
        folder.write(provenance);
        assertEquals(Optional.of(provenance), folder.provenance());
        assertEquals("cpu, fp32", provenance.facts().get("device"));
        assertTrue(provenance.facts().get("pytorch").startsWith("2.7"), provenance.facts().toString());
        assertTrue(provenance.facts().containsKey("weights w"));
    }

    @Test
    void hashesTextsOneByOne() throws IOException {
        assertNotEquals(ContentHash.of("ab", "c"), ContentHash.of("a", "bc"));
        Path file = Files.writeString(temp.resolve("text"), "abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ContentHash.of(file));
    }
}

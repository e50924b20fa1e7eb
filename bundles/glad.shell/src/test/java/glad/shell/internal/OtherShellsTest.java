package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherShellsTest {

    @Test
    void commandsOfOtherShellsAreAnsweredByOurs() {
        assertTrue(OtherShells.instead("kill").orElseThrow().startsWith("there is no \"kill\" here; cancel JOB "));
        assertEquals(Optional.empty(), OtherShells.instead("evaluate"));
        assertTrue(OtherShells.numbered("fg %1").orElseThrow().startsWith("\"%1\" isn't understood here; fg 1 names "));
        assertTrue(OtherShells.numbered(" kill %2").orElseThrow().contains("cancel JOB "));
        assertEquals(Optional.empty(), OtherShells.numbered("kill evaluate-1"));
    }

    @Test
    void linesAreCountedAsOtherShellsDo() {
        assertEquals(List.of("-n", "3", "file"), OtherShells.counted(List.of("-3", "file")));
        assertEquals(List.of("-n", "3"), OtherShells.counted(List.of("-n", "3")));
        assertEquals(List.of(), OtherShells.counted(List.of()));
    }
}

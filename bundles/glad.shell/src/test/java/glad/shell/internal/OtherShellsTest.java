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
    }

    @Test
    void jobsMayHaveAPercentSign() {
        assertEquals("fg 1", OtherShells.numbered("fg %1"));
        assertEquals(" kill 2 ", OtherShells.numbered(" kill %2 "));
        assertEquals("echo %(1 + 2)", OtherShells.numbered("echo %(1 + 2)"));
    }

    @Test
    void linesAreCountedAsOtherShellsDo() {
        assertEquals(List.of("-n", "3", "file"), OtherShells.counted(List.of("-3", "file")));
        assertEquals(List.of("-n", "3"), OtherShells.counted(List.of("-n", "3")));
        assertEquals(List.of(), OtherShells.counted(List.of()));
    }
}

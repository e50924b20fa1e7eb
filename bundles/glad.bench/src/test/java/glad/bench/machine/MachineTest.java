package glad.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    private Path proc;

    @Test
    void readsProcessorAndMemoryFromTheSystemsFiles() throws IOException {
        Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: fpu avx2 amx_bf16\n");
        Files.writeString(proc.resolve("meminfo"), "MemTotal:  2097152 kB\nMemAvailable:    1048576 kB\n");
        Machine machine = Machine.read(proc);
        assertEquals("Some CPU", machine.processor().name());
        assertEquals(List.of("amx_bf16", "avx2"), machine.processor().instructionSets());
        assertTrue(machine.bf16());
        assertEquals(1L << 30, machine.available());
        assertTrue(machine.memory() > 0);
        assertEquals("", machine.nvidia());
    }

    @Test
    void aSystemWithoutSuchFilesIsUnknownNotWrong() throws IOException {
        Machine machine = Machine.read(proc.resolve("nowhere"));
        assertEquals("", machine.processor().name());
        assertFalse(machine.bf16());
        assertEquals(0, machine.available());
    }
}

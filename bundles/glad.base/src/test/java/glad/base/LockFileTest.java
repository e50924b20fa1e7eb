package glad.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

    @TempDir
    private Path folder;

    @Test
    void onlyOneHasIt() throws IOException {
        Path file = folder.resolve("x.lock");
        try (LockFile lock = LockFile.tryTake(file).orElseThrow()) {
            assertTrue(LockFile.tryTake(file).isEmpty(), lock::toString);
            IOException e = assertThrows(IOException.class, () -> LockFile.take(file, Duration.ofMillis(30)));
            assertTrue(e.getMessage().contains("x.lock"), e.getMessage());
        }
        LockFile.tryTake(file).orElseThrow().close();
    }

    @Test
    void whoWaitsGetsIt() throws Exception {
        Path file = folder.resolve("x.lock");
        Path counter = Files.writeString(folder.resolve("counter"), "0");
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5; i++) {
                    try (LockFile lock = LockFile.take(file, Duration.ofSeconds(30))) {
                        Files.writeString(counter, Integer.toString(Integer.parseInt(Files.readString(counter)) + 1));
                    } catch (IOException | RuntimeException e) {
                        failures.add(e);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals("20", Files.readString(counter));
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        Path file = folder.resolve("x.lock");
        try (LockFile lock = LockFile.tryTake(file).orElseThrow()) {
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> LockFile.take(file, Duration.ofMinutes(1)), lock::toString);
            assertTrue(Thread.interrupted());
        }
    }
}

package glad.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path folder;

    @Test
    void missingFoldersAreMadeAndNothingElseIsLeft() throws IOException {
        WholeFile.write(folder.resolve("a/b/c.txt"), "grün\n");
        assertEquals("grün\n", Files.readString(folder.resolve("a/b/c.txt")));
        assertEquals(List.of("c.txt"), names(folder.resolve("a/b")));
    }

    @Test
    void aFailureKeepsTheFormerFileAndLeavesNothing() throws IOException {
        Path file = folder.resolve("x.csv");
        WholeFile.write(file, "former");
        assertThrows(IOException.class, () -> WholeFile.write(file, aside -> {
            Files.writeString(aside, "half of i");
            throw new IOException("no space left");
        }));
        assertThrows(IllegalStateException.class, () -> WholeFile.write(file, aside -> {
            throw new IllegalStateException();
        }));
        assertEquals("former", Files.readString(file));
        assertEquals(List.of("x.csv"), names(folder));
    }

    @Test
    void aFileThatIsNeverFinishedIsRemoved() throws IOException {
        try (WholeFile whole = WholeFile.begin(folder.resolve("track.mp4"))) {
            Files.write(whole.path(), new byte[100]);
            assertFalse(Files.exists(folder.resolve("track.mp4")));
        }
        assertEquals(List.of(), names(folder));
    }

    @Test
    void aLibraryMayReplaceWhatItFills() throws IOException {
        Path file = folder.resolve("x.bin");
        WholeFile.write(file, aside -> {
            Files.delete(aside);
            Files.write(aside, new byte[] {1, 2});
        });
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(file));
    }

    @Test
    void threadsThatWriteOneFileNeverMix() throws Exception {
        Path file = folder.resolve("x.txt");
        List<Thread> threads = new ArrayList<>();
        AtomicInteger mixed = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        WholeFile.write(file, "a".repeat(50_000));
        for (char letter : "abcd".toCharArray()) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    try {
                        WholeFile.write(file, String.valueOf(letter).repeat(50_000));
                    } catch (IOException e) {
                        mixed.incrementAndGet();
                    }
                }
            }));
        }
        Thread reader = new Thread(() -> {
            while (!ended.get()) {
                try {
                    String text = Files.readString(file);
                    mixed.addAndGet(text.length() == 50_000 && text.chars().distinct().count() == 1 ? 0 : 1);
                } catch (IOException e) {
                    mixed.incrementAndGet();
                }
            }
        });
        reader.start();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        ended.set(true);
        reader.join();
        assertEquals(0, mixed.get());
        assertEquals(List.of("x.txt"), names(folder));
    }

    @Test
    void anInterruptIsKeptForLaterAndLosesNothing() throws IOException {
        Path file = folder.resolve("x.txt");
        Thread.currentThread().interrupt();
        WholeFile.write(file, "before");
        assertTrue(Thread.interrupted());
        assertEquals("before", Files.readString(file));
        AtomicInteger rounds = new AtomicInteger();
        WholeFile.write(file, aside -> {
            if (rounds.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
            }
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode("meanwhile")); // which an interrupted thread can't
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(2, rounds.get());
        assertEquals("meanwhile", Files.readString(file));
    }

    @Test
    void whatDeadProcessesLeftIsRemovedAndWhatOthersWriteIsNot() throws Exception {
        Process dead = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        dead.waitFor();
        Path left = old("x.csv." + dead.pid() + "-12ab.part");
        Path alive = old("x.csv." + ProcessHandle.current().pid() + "-12ab.part");
        Path fresh = Files.createFile(folder.resolve("x.csv." + dead.pid() + "-34cd.part"));
        Path other = old("xx.csv." + dead.pid() + "-12ab.part");
        Path own = old("x.csv.2024-notes.part");
        WholeFile.write(folder.resolve("x.csv"), "");
        assertFalse(Files.exists(left));
        assertTrue(Stream.of(alive, fresh, other, own).allMatch(Files::exists));
    }

    private Path old(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void aNameAsLongAsTheSystemTakesCanBeWritten() throws IOException {
        Path file = folder.resolve("ü".repeat(120) + ".txt");
        WholeFile.write(file, "x");
        assertEquals("x", Files.readString(file));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksStayLinksAndDevicesStayDevices() throws IOException {
        Path real = Files.writeString(folder.resolve("real.yaml"), "former");
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), real);
        WholeFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
        WholeFile.write(Path.of("/dev/null"), "gone");
        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void ofSeveralThatRenameOneFileOneDoes() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path task = Files.createFile(folder.resolve("task" + round));
            AtomicInteger renamed = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Path claimed = folder.resolve(task.getFileName() + "@" + i);
                threads.add(new Thread(() -> {
                    try {
                        WholeFile.rename(task, claimed);
                        renamed.incrementAndGet();
                    } catch (IOException e) {
                        // Another was first.
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1, renamed.get());
        }
    }

    @Test
    void aFolderThatHoldsSomethingIsNeverReplaced() throws IOException {
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.createFile(full.resolve("result"));
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThrows(IOException.class, () -> WholeFile.rename(other, full));
        assertEquals(List.of("result"), names(full));
        WholeFile.rename(full, folder.resolve("elsewhere"));
        assertEquals(List.of("result"), names(folder.resolve("elsewhere")));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}

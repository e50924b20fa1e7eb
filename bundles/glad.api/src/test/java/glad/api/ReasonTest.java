package glad.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReasonTest {

    @TempDir
    private Path folder;

    @Test
    void wordsWhatJavaOnlyNames() {
        NoSuchFileException missing =
                Assertions.assertThrows(NoSuchFileException.class, () -> Files.readString(folder.resolve("x")));
        assertEquals("there is no file \"" + folder.resolve("x") + "\"", Reason.of(missing));
        assertEquals("access to \"a\" is denied", Reason.of(new AccessDeniedException("a")));
        assertEquals("No space left on device (\"a\")", Reason.of(new FileSystemException("a", null, "No space left on device")));
        assertEquals("it ends too early", Reason.of(new EOFException()));
        assertEquals("it isn't text in UTF-8", Reason.of(new MalformedInputException(1)));
        assertEquals("the memory isn't enough", Reason.of(new OutOfMemoryError("Java heap space")));
        assertEquals("no reason is known", Reason.of(new NullPointerException()));
    }

    @Test
    void looksThroughWrappersAndKeepsPlainMessages() throws IOException {
        assertEquals("there is no file \"a\"",
                Reason.of(new ExecutionException(new UncheckedIOException(new NoSuchFileException("a")))));
        assertEquals("torn at byte 7", Reason.of(new IOException("torn at\n byte 7")));
        assertEquals("torn", Reason.of(new IOException(new IOException("torn"))));
        Path file = Files.createFile(folder.resolve("f"));
        IOException there = Assertions.assertThrows(IOException.class, () -> Files.createDirectories(file));
        assertEquals("\"" + file + "\" is there already", Reason.of(there));
        IOException below = Assertions.assertThrows(IOException.class, () -> Files.createFile(file.resolve("below")));
        assertTrue(Reason.of(below).contains("\"" + file.resolve("below") + "\""), Reason.of(below));
    }
}

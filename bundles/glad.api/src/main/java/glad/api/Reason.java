package glad.api;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words what Java throws for the eyes of a user: what is wrong with which file, never the name of a class. The one place that
 * does so; messages of {@link GladException}s are put together with it.
 */
public final class Reason {

    private static final Map<Class<?>, String> FILES = Map.of(
            NoSuchFileException.class, "there is no file %s",
            AccessDeniedException.class, "access to %s is denied",
            FileAlreadyExistsException.class, "%s is there already",
            NotDirectoryException.class, "%s is no folder",
            DirectoryNotEmptyException.class, "folder %s isn't empty",
            FileSystemLoopException.class, "the links at %s lead round in a circle");

    /** Names of classes as Java's messages have them: {@code java.io.IOException: }. */
    private static final Pattern CLASS = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error): ?");

    private Reason() {}

    /** Returns what went wrong in a few words, one line, without a full stop. */
    public static String of(Throwable thrown) {
        Throwable cause = thrown.getCause();
        if (cause != null && cause != thrown
                && (thrown instanceof UncheckedIOException || thrown instanceof ExecutionException)) {
            return of(cause);
        }
        if (thrown instanceof FileSystemException file) {
            String named = file.getFile() == null ? "it" : "\"" + file.getFile() + "\"";
            String reason = text(file.getReason(), "it can't be used") + " (" + named + ")";
            return FILES.getOrDefault(file.getClass(), reason).replace("%s", named);
        }
        if (thrown instanceof FileNotFoundException && thrown.getMessage() != null) {
            return thrown.getMessage(); // it names the file and says why
        }
        if (thrown instanceof OutOfMemoryError) {
            return "the memory isn't enough";
        }
        if (thrown instanceof CharacterCodingException) {
            return "it isn't text in UTF-8";
        }
        return text(thrown.getMessage(), plain(thrown));
    }

    private static String text(@Nullable String message, String otherwise) {
        String text = message == null ? "" : CLASS.matcher(message).replaceAll("").replaceAll("\\s*\\R\\s*", " ").strip();
        return text.isEmpty() ? otherwise : text;
    }

    /** Exceptions that Java throws without a message. */
    private static String plain(Throwable thrown) {
        if (thrown instanceof EOFException) {
            return "it ends too early";
        }
        if (thrown instanceof InterruptedIOException || thrown instanceof ClosedChannelException
                || thrown instanceof InterruptedException) {
            return "it was interrupted";
        }
        return "no reason is known";
    }
}

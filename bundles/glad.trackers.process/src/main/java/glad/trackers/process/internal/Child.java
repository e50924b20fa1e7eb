package glad.trackers.process.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that is asked by lines on its standard input and answers by lines on its standard output; its error output goes to a file.
 * Asked by one thread; may be ended by any.
 */
final class Child implements AutoCloseable {

    /** Of an answer, bytes; what is longer isn't one. */
    private static final int LONGEST_LINE = 1 << 16;

    /** Lines that wait unread; a program that prints more waits itself. */
    private static final int WAITING = 16;

    /** How long a program may take to end by itself behind the end of its input. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How long the system may take to end what was killed. */
    private static final Duration KILLED = Duration.ofSeconds(10);

    private final Process process;
    private final OutputStream input;
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(WAITING);
    private final Thread reader;

    private Child(Process process) {
        this.process = process;
        input = process.getOutputStream();
        reader = new Thread(this::read, "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the program of a declaration. @throws IOException if the system can't */
    static Child start(Declaration declaration, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(declaration.command()).directory(declaration.folder().toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(declaration.environment());
        return new Child(builder.start());
    }

    private void read() {
        try {
            readLines();
            lines.put(Optional.empty());
        } catch (IOException | InterruptedException e) {
            lines.clear(); // it was killed: nothing counts that it said before, and who waits is told
            lines.add(Optional.empty());
        }
    }

    private void readLines() throws IOException, InterruptedException {
        try (InputStream out = new BufferedInputStream(process.getInputStream())) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = out.read(); b >= 0; b = out.read()) {
                if (b == '\n' || line.size() == LONGEST_LINE) {
                    lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
                    line.reset();
                } else {
                    line.write(b);
                }
            }
            if (line.size() > 0) {
                lines.put(Optional.of(line.toString(StandardCharsets.UTF_8)));
            }
        }
    }

    /**
     * Asks and waits for the answer.
     *
     * @param patience how long it may take
     * @param limit what messages call that limit
     * @throws IOException saying what the program did instead of answering
     */
    String ask(String question, Duration patience, String limit) throws IOException, InterruptedException {
        Optional<String> unasked = Optional.ofNullable(lines.peek()).flatMap(line -> line);
        if (unasked.isPresent()) {
            throw new IOException("printed \"" + JsonLines.shown(unasked.get()) + "\" without being asked; expected one line as the answer to"
                    + " each question, and other prints on its standard error");
        }
        try {
            input.write((question + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // It reads no more; what it said last, or how it ended, tells more.
        }
        Optional<String> answer = lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (answer == null) {
            throw new IOException("gave no answer within " + patience.toMillis() / 1e3 + " s; \"" + limit + "\" in trackers.yaml allows more");
        }
        if (answer.isEmpty()) {
            throw new IOException(process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    ? "ended with exit code " + process.exitValue() + " without an answer" : "closed its output without an answer");
        }
        return answer.get();
    }

    /** Ends the input, which tells the program to end, and waits for that a little; else, or if that fails, kills it. */
    @Override
    public void close() {
        List<ProcessHandle> started = new ArrayList<>(process.descendants().toList());
        try {
            input.close();
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            // It reads no more.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no time for grace
        }
        started.addAll(process.descendants().toList());
        kill(started);
    }

    /** Ends the program and all that it has started, at once. */
    void kill() {
        kill(process.descendants().toList());
    }

    private void kill(List<ProcessHandle> started) {
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        reader.interrupt();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(KILLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true; // it is killed all the same
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

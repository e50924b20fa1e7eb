package glad.trackers.process.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that is asked by lines and answers by lines, on its standard input and output or on a socket; its error output goes to a file.
 * Asked by one thread; may be ended by any.
 */
final class Child implements AutoCloseable {

    /** The variable that TraX tells the port of a socket by. */
    private static final String PORT = "TRAX_SOCKET";

    /** Of an answer, bytes; what is longer isn't one. */
    private static final int LONGEST_LINE = 1 << 20;

    /** Lines that wait unread; a program that prints more waits itself. */
    private static final int WAITING = 16;

    /** How long a program may take to end by itself behind the end of its input. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** How long the system may take to end what was killed. */
    private static final Duration KILLED = Duration.ofSeconds(10);

    private final Process process;
    private final Protocol protocol;
    private final Path errors;
    private final Connection connection;
    private final BlockingQueue<Optional<String>> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(WAITING);
    private final Thread reader;
    private final Thread writer;

    private Child(Process process, Protocol protocol, Path errors, Connection connection) {
        this.process = process;
        this.protocol = protocol;
        this.errors = errors;
        this.connection = connection;
        reader = thread(this::read, "output of process ");
        // An image in a line is longer than what a pipe takes before it is read, and a program may never read it.
        writer = thread(this::write, "input of process ");
    }

    /** Starts the program of a declaration. @throws IOException if the system can't */
    static Child start(Declaration declaration, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(declaration.command()).directory(declaration.folder().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().putAll(declaration.environment());
        if (declaration.transport() == Transport.SOCKET) {
            return connected(builder, declaration.protocol(), errors);
        }
        Process process = builder.start();
        return new Child(process, declaration.protocol(), errors, new Pipes(process));
    }

    /** Its standard input ends at once: one that looks there for questions ends, too, instead of waiting for them. */
    private static Child connected(ProcessBuilder builder, Protocol protocol, Path errors) throws IOException {
        LoopbackSocket socket = new LoopbackSocket();
        try {
            builder.environment().put(PORT, Integer.toString(socket.port()));
            Process process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
            process.getOutputStream().close();
            process.onExit().thenRun(socket::stopListening);
            return new Child(process, protocol, errors, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name + process.pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void write() {
        try {
            OutputStream input = connection.out();
            for (Optional<String> line = said.take(); line.isPresent(); line = said.take()) {
                input.write((line.get() + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
            }
            connection.end();
        } catch (IOException | InterruptedException e) {
            // It reads no more, or is ended; what it said last, or how it ended, tells more.
        }
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
        try (InputStream out = new BufferedInputStream(connection.in())) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = out.read(); b >= 0; b = out.read()) {
                if (b == '\n' || line.size() == LONGEST_LINE) {
                    sort(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    line.write(b);
                }
            }
            if (line.size() > 0) {
                sort(line.toString(StandardCharsets.UTF_8));
            }
        }
    }

    /** Both the program and this add to the file of errors, each whole lines at its end. */
    private void sort(String line) throws IOException, InterruptedException {
        if (protocol.isMessage(line)) {
            lines.put(Optional.of(line));
        } else {
            Files.writeString(errors, line + "\n", StandardOpenOption.APPEND);
        }
    }

    /** Says a line. @throws IOException if the program has said something that it wasn't asked */
    void say(String line) throws IOException {
        Optional<String> unasked = Optional.ofNullable(lines.peek()).flatMap(heard -> heard);
        if (unasked.isPresent()) {
            throw new IOException("printed \"" + JsonLines.shown(unasked.get()) + "\" without being asked; expected one line as the answer to"
                    + " each question, and other prints on its standard error");
        }
        farewell(line);
    }

    /** Says a line that nothing is answered to. */
    void farewell(String line) {
        said.add(Optional.of(line));
    }

    /** Waits for what the program says next. @throws IOException saying what it did instead */
    String hear(Patience patience) throws IOException, InterruptedException {
        Optional<String> answer = lines.poll(patience.left(), TimeUnit.NANOSECONDS);
        if (answer == null) {
            throw patience.over();
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
            said.add(Optional.empty());
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
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
        connection.close();
        reader.interrupt();
        writer.interrupt();
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

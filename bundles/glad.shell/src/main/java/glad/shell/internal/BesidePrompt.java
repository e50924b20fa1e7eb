package glad.shell.internal;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jline.reader.LineReader;

/** A session's output or standard error: what a command in the background says stands above the prompt and what is typed there. */
final class BesidePrompt extends Writer {

    private final CommandSession session;
    private final Process process;
    private final PrintStream stream;
    private final StringBuilder begun = new StringBuilder();

    private BesidePrompt(CommandSession session, Process process, PrintStream stream) {
        this.session = session;
        this.process = process;
        this.stream = stream;
    }

    /** Returns what writes to the session's terminal, or to the pipe or file that stands in its place. @param fd 1 or 2 */
    static Writer to(CommandSession session, Process process, int fd) {
        PrintStream stream = fd == 1 ? process.out() : process.err();
        return process.isTty(fd) ? new BesidePrompt(session, process, stream) : new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    }

    @Override
    public void write(char[] characters, int from, int count) {
        begun.append(characters, from, count);
    }

    @Override
    public void flush() {
        String text = begun.toString();
        begun.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        if (Display.background(process) && session.get(SessionJobs.READER) instanceof LineReader reader && reader.isReading()) {
            reader.printAbove(text);
        } else {
            stream.print(text);
            stream.flush();
        }
    }

    @Override
    public void close() {
        flush();
    }
}

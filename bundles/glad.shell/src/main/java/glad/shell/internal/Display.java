package glad.shell.internal;

import java.io.PrintWriter;
import java.util.function.IntSupplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;

/**
 * Where a command shows what it has to say.
 *
 * @param out takes results
 * @param columns how many characters fit a line of them: as many as one likes, unless that is a terminal
 * @param err takes errors, remarks and progress
 * @param progressColumns how many characters fit a line of progress; 0 unless that is a terminal and the command has it for itself
 */
record Display(PrintWriter out, int columns, PrintWriter err, IntSupplier progressColumns) {

    private static final int USUAL = 80;

    /** The process's own; the launcher's script says by system properties what is a terminal and how wide. */
    static Display ofProcess() {
        return new Display(new PrintWriter(System.out, true), processColumns(), new PrintWriter(System.err, true), Display::processProgress);
    }

    /** A session's, whose output may be a pipe or a file of it. */
    static Display of(CommandSession session) {
        // Of threads that draw progress, other than those of the command, System's streams aren't the session's.
        Process process = Process.Utils.current();
        boolean terminal = process.isTty(2);
        return new Display(new PrintWriter(BesidePrompt.to(session, process, 1), true), process.isTty(1) ? columns(session) : Integer.MAX_VALUE,
                new PrintWriter(BesidePrompt.to(session, process, 2), true), () -> terminal && !background(process) ? progress(session) : 0);
    }

    /** A file. */
    static Display ofFile(PrintWriter out, PrintWriter err) {
        return new Display(out, Integer.MAX_VALUE, err, () -> 0);
    }

    /** Tells whether the session prompts while this runs. */
    static boolean background(Process process) {
        return process.job() != null && process.job().status() == Job.Status.Background;
    }

    private static int columns(CommandSession session) {
        Object terminal = session.get(SessionJobs.TERMINAL);
        return terminal == null ? processColumns() : told(((Terminal) terminal).getWidth(), Integer.MAX_VALUE);
    }

    private static int progress(CommandSession session) {
        Object terminal = session.get(SessionJobs.TERMINAL);
        return terminal == null ? processProgress() : told(((Terminal) terminal).getWidth(), USUAL);
    }

    private static int processColumns() {
        return told(Integer.getInteger("glad.terminal.columns", 0), Integer.MAX_VALUE);
    }

    private static int processProgress() {
        String size = System.getProperty("glad.terminal.size", "").replaceFirst(".* ", "");
        return Boolean.getBoolean("glad.terminal") ? told(size.matches("\\d{1,4}") ? Integer.parseInt(size) : 0, USUAL) : 0;
    }

    /** A terminal that doesn't know its width says 0. */
    private static int told(int width, int otherwise) {
        return width > 0 ? width : otherwise;
    }
}

package glad.shell.internal;

import glad.shell.StopRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Job.Status;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.Result;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/**
 * What runs in the sessions of the shell, in front or behind the prompt. By itself Gogo calls whatever ended "done", and answers Ctrl-C
 * by interrupts of threads while the command still saves what it has; this way a command is asked to stop, and waited for.
 */
final class SessionJobs implements CommandSessionListener {

    /** The session's variable with the terminal, if it has one. */
    static final String TERMINAL = ".terminal";

    /** The session's variable with what reads its lines, if it has one. */
    static final String READER = ".reader";

    /** The exit code of a command that was stopped, as in other shells. */
    private static final int STOPPED = 130;

    /** The widget that Enter called before this one. */
    private static final String ACCEPT = "glad-accept-line";

    private record Running(Job job, StopRequest stop) {}

    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** Runs a command of ours as a part of this thread's job, whose end it decides. */
    int run(ToIntFunction<StopRequest> command) {
        Process process = Process.Utils.current();
        Running one = new Running(whole(process.job()), new StopRequest());
        running.add(one);
        try {
            int code = command.applyAsInt(one.stop());
            process.error(code != 0 && one.stop().asked() ? STOPPED : code);
            return code;
        } finally {
            running.remove(one);
        }
    }

    /** Returns what runs in a session besides the command that asks. */
    static List<Job> others(CommandSession session) {
        Job own = whole(Job.Utils.current());
        return session.jobs().stream().filter(job -> job.parent() == null && job != own).toList();
    }

    /** Asks what runs as a job to stop; what isn't ours is interrupted. */
    void stop(Job job) {
        List<Running> ours = running.stream().filter(one -> one.job() == job).toList();
        ours.forEach(one -> one.stop().ask());
        if (ours.isEmpty()) {
            job.interrupt();
        }
    }

    /** Returns how a job does in one line, as the prompt tells it. */
    static String line(Job job, Status status) {
        return String.format("[%d]  %-10s  %s", job.id(), status == Status.Done ? end(job.result()) : status.name().toLowerCase(Locale.ROOT), job.command());
    }

    private static String end(Result result) {
        if (result == null || result.isSuccess()) {
            return "done";
        }
        return result.error() == STOPPED || result.exception() instanceof InterruptedException ? "stopped" : "failed";
    }

    private static Job whole(Job job) {
        return job == null || job.parent() == null ? job : whole(job.parent());
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        if (session.get(TERMINAL) == null || session.get(READER) == null) { // perhaps there is no JLine at all
            return;
        }
        // Gogo sets its own when it begins to read lines, which is told to nobody.
        Terminal terminal = (Terminal) session.get(TERMINAL);
        LineReader reader = (LineReader) session.get(READER);
        session.setJobListener((job, before, now) -> {
            if (behind(before) || behind(now)) {
                tell(reader, line(job, now));
            }
        });
        terminal.handle(Signal.INT, signal -> Optional.ofNullable(session.foregroundJob()).ifPresent(this::stop));
        Map<String, Widget> widgets = reader.getWidgets();
        if (widgets.putIfAbsent(ACCEPT, widgets.get(LineReader.ACCEPT_LINE)) == null) {
            widgets.put(LineReader.ACCEPT_LINE, () -> accept(reader, widgets.get(ACCEPT)));
        }
    }

    private static boolean behind(Status status) {
        return status == Status.Background || status == Status.Suspended;
    }

    private static void tell(LineReader reader, String line) {
        if (reader.isReading()) {
            reader.printAbove(line);
        } else {
            reader.getTerminal().writer().println(line);
            reader.getTerminal().flush();
        }
    }

    /** A job's number with a percent sign isn't Gogo's language: the line is taken as if it was typed without. */
    private static boolean accept(LineReader reader, Widget before) {
        String line = reader.getBuffer().toString();
        String plain = OtherShells.numbered(line);
        if (!plain.equals(line)) {
            reader.getBuffer().clear();
            reader.getBuffer().write(plain);
        }
        return before.apply();
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
        // Gogo tells it.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        // The listener tells how jobs end.
    }
}

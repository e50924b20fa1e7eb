package glad.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jline.terminal.Terminal;

/** How many characters fit a line of standard output: as many as one likes, unless that is a terminal. */
final class Width {

    /** Of the process; the launcher script says it by a system property, if standard output is a terminal. */
    static final int PROCESS = columns(Integer.getInteger("glad.terminal.columns", 0));

    private Width() {}

    /** Of a command of a session, whose output may be a pipe or a file of it. */
    static int of(CommandSession session) {
        if (!Process.Utils.current().isTty(1)) {
            return Integer.MAX_VALUE;
        }
        Object terminal = session.get(TerminalInterrupts.TERMINAL);
        return terminal == null ? PROCESS : columns(((Terminal) terminal).getWidth());
    }

    /** A terminal that doesn't know its width says 0. */
    private static int columns(int told) {
        return told > 0 ? told : Integer.MAX_VALUE;
    }
}

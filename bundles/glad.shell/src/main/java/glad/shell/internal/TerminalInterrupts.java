package glad.shell.internal;

import glad.shell.StopRequest;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * Brings Ctrl-C of the shell's terminal to a command. By itself Gogo interrupts the threads of its job and prompts at once, while
 * the command still saves what it has; this way it waits for the command.
 */
final class TerminalInterrupts implements AutoCloseable {

    /** The session's variable with the terminal, if it has one. */
    static final String TERMINAL = ".terminal";

    private final Terminal terminal;
    private final SignalHandler before;

    private TerminalInterrupts(Terminal terminal, SignalHandler before) {
        this.terminal = terminal;
        this.before = before;
    }

    /**
     * Lets Ctrl-C ask a command to stop, until this is closed.
     *
     * @param terminal the session's terminal; null if it has none
     * @return null if there is no terminal
     */
    static TerminalInterrupts to(StopRequest stop, Object terminal) {
        if (terminal == null) { // perhaps there is no JLine at all
            return null;
        }
        Terminal of = (Terminal) terminal;
        return new TerminalInterrupts(of, of.handle(Signal.INT, signal -> stop.ask()));
    }

    @Override
    public void close() {
        terminal.handle(Signal.INT, before);
    }
}

package glad.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;

/** Says what to type instead of what Gogo can't parse but other shells understand. */
final class SyntaxHints implements CommandSessionListener {

    @Override
    public void beforeExecute(CommandSession session, CharSequence command) {
        // Whether it can be parsed is seen when it is executed.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
        OtherShells.numbered(command).ifPresent(hint -> session.getConsole().println("error: " + Printable.line(hint)));
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence command, Object result) {
        // It was understood.
    }
}

package glad.shell.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.shell.StopRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * A file of lines as one types them into the shell; empty ones and those that begin with {@code #} are passed over.
 */
final class ShellScript {

    private ShellScript() {}

    /**
     * Runs one, up to the first line that fails.
     *
     * @throws GladException with that line's exit code; (usage) if the file can't be read; (failure) if there is no shell here
     */
    static void run(BundleContext context, Path file, StopRequest stop) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw GladException.usage("script \"" + file + "\" can't be read: " + Reason.of(e) + "; expected a file of the shell's commands");
        }
        ServiceReference<CommandProcessor> reference = context.getServiceReference(CommandProcessor.class);
        if (reference == null) {
            throw GladException.failure("there is no shell here that could run \"" + file + "\"");
        }
        // Gogo puts streams of its own in place of System's, which lead a session's threads back to the session: the process's are named.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        CommandProcessor processor = context.getService(reference);
        try (ScriptTools tools = ScriptTools.offer(context, processor); CommandSession session = processor.createSession(System.in, out, err)) {
            session.put("SCOPE", "glad:gogo");
            session.put("GREP_COLORS", "mt=0"); // found words as they are: there may be no terminal
            for (int i = 0; i < lines.size() && !stop.asked(); i++) {
                if (!lines.get(i).isBlank() && !lines.get(i).strip().startsWith("#")) {
                    run(session, file + " line " + (i + 1), lines.get(i));
                }
            }
        } finally {
            context.ungetService(reference);
        }
    }

    private static void run(CommandSession session, String place, String line) {
        session.put(GogoCommands.STATUS, 0);
        try {
            Object result = session.execute(line);
            if (result != null) {
                session.getConsole().println(session.format(result, Converter.INSPECT));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            List<String> known = ((Collection<?>) session.get(".commands")).stream().map(name -> String.valueOf(name).replaceFirst(".*:", "")).toList();
            String word = line.strip().split("\\s+")[0].replaceFirst(".*:", "");
            throw known.contains(word) ? GladException.failure(place + " failed: " + Reason.of(e), e)
                    : GladException.usage(place + " failed: " + Names.unknown("command", word, known));
        }
        if (session.get(GogoCommands.STATUS) instanceof Integer code && code != 0) {
            String text = place + " failed: " + line.strip();
            throw code == 2 ? GladException.usage(text) : GladException.failure(text);
        }
    }
}

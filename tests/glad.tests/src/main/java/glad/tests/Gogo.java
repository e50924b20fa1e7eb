package glad.tests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;

/** A Gogo session of one line. */
final class Gogo {

    private Gogo() {}

    /** Returns what a line prints, or what it evaluates to; if neither, the errors that it prints. */
    static String run(BundleContext context, String line) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Object result = run(context, line, printed, errors);
        return result != null ? String.valueOf(result) : (printed.size() > 0 ? printed : errors).toString(StandardCharsets.UTF_8);
    }

    /** Returns the errors and remarks that a line prints. */
    static String errors(BundleContext context, String line) throws Exception {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        run(context, line, new ByteArrayOutputStream(), errors);
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static Object run(BundleContext context, String line, OutputStream printed, OutputStream errors) throws Exception {
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
                CommandSession session = TestBundles.service(context, CommandProcessor.class)
                        .createSession(new ByteArrayInputStream(new byte[0]), out, err)) {
            return session.execute(line);
        }
    }
}

package glad.tests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;

/** A Gogo session of one line. */
final class Gogo {

    private Gogo() {}

    /** Returns what a line prints, errors and remarks included, or else what it evaluates to. */
    static String run(BundleContext context, String line) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
                CommandSession session = TestBundles.service(context, CommandProcessor.class)
                        .createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            Object result = session.execute(line);
            out.flush();
            return result == null ? bytes.toString(StandardCharsets.UTF_8) : String.valueOf(result);
        }
    }
}

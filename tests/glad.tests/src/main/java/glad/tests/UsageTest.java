package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** What the launcher asks before it starts a framework, on a plain class path as the launcher has it. */
class UsageTest {

    private static final String UNANSWERED = "-1: ";

    private final BundleContext context = FrameworkUtil.getBundle(UsageTest.class).getBundleContext();
    private URLClassLoader plain;

    private interface Maker {

        ToIntFunction<String[]> make() throws Exception;
    }

    @BeforeEach
    void open() throws Exception {
        List<URL> path = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() != 0) {
                URL jar = URI.create(bundle.getLocation().replaceFirst("^reference:", "")).toURL();
                path.add("glad.shell".equals(bundle.getSymbolicName()) ? 0 : path.size(), jar);
            }
        }
        plain = new URLClassLoader(path.toArray(URL[]::new), context.getBundle(0).getClass().getClassLoader());
    }

    @AfterEach
    void close() throws Exception {
        plain.close();
    }

    @SuppressWarnings("unchecked")
    private ToIntFunction<String[]> usage() throws Exception {
        return (ToIntFunction<String[]>) plain.loadClass("glad.shell.internal.Usage").getConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    private ToIntFunction<String[]> commands() throws Exception {
        ServiceReference<?>[] found = context.getServiceReferences(ToIntFunction.class.getName(), "(glad.main=true)");
        return (ToIntFunction<String[]>) context.getService(found[0]);
    }

    /** Returns exit code and everything printed. */
    private static String said(Maker maker, String... words) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(printed, true)) {
            System.setOut(stream);
            System.setErr(stream);
            int code = maker.make().applyAsInt(words);
            return code + ": " + printed;
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    @Test
    void helpAndWrongUsageAreAnsweredAsInTheFramework() throws Exception {
        List<String> lines = new ArrayList<>(List.of("", "--help", "--version", "--bogus", "trak", "track", "track --box",
                "track --inptu x", "track --input x --box 1,2,3,4 y", "evaluate", "evaluate glad-nano --batch", "evaluate x --batch z",
                "evaluate x --batch 2 --workers 2", "weights inspect", "weights inspect --help", "profile x --frames y"));
        String help = said(this::usage, "--help");
        for (String line : help.split("\\R")) {
            if (line.matches("  [a-z].*")) {
                lines.add(line.strip().split(" ")[0] + " --help");
            }
        }
        assertTrue(lines.size() > 25, "the help lists commands: " + help);
        for (String line : lines) {
            String[] words = line.isEmpty() ? new String[0] : line.split(" ");
            String answer = said(this::usage, words);
            assertEquals(said(this::commands, words), answer, line);
            assertEquals(line.contains("--help") || line.equals("--version") ? "0" : "2", answer.substring(0, 1), line);
        }
    }

    @Test
    void whatIsToRunIsLeftToTheFramework() throws Exception {
        for (String line : List.of("components", "components clip-text --json", "track --input x --box nonsense",
                "evaluate no-such-experiment", "weights", "weights inspect nowhere", "experiments", "shell")) {
            assertEquals(UNANSWERED, said(this::usage, line.split(" ")), line);
        }
    }
}

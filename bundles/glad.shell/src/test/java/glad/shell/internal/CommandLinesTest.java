package glad.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {

    @Command(name = "count", description = "Count.")
    private static final class CountVerb extends ShellCommand {

        @Option(names = "--to", required = true, description = "How far.")
        private int to;

        @Override
        protected Result run() throws IOException {
            switch (to) {
                case 2:
                    throw GladException.usage("\"2\" is\ntoo few");
                case 1:
                    throw GladException.failure("no paper");
                case 7:
                    return new Result(JsonNodeFactory.instance.objectNode(), "counted 7\tof \u001b[31mseven\u0007");
                case 0:
                    throw new IOException("pipe broken");
                default:
                    return new Result(JsonNodeFactory.instance.objectNode().put("counted", to), "counted " + to,
                            to > 100 ? List.of("tired") : List.of());
            }
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return CommandLines.of(Map.of("count", new CountVerb()), new PrintWriter(out), new PrintWriter(err)).execute(args);
    }

    @Test
    void theProgramIsCalledAsItsUserDoes() {
        System.setProperty("glad.program", "/opt/glad/bin/glad");
        try {
            assertEquals(2, run("count", "--too", "5"));
            assertTrue(err.toString().endsWith("see /opt/glad/bin/glad count --help\n"), err.toString());
            assertEquals(0, run("--help"));
            assertTrue(out.toString().contains("/opt/glad/bin/glad COMMAND --help tells more") && !out.toString().contains("./glad"), out.toString());
            assertEquals("in ./glad.txt, ../glad and a/./glad b", Printable.line("in ./glad.txt, ../glad and a/./glad b"));
        } finally {
            System.clearProperty("glad.program");
        }
    }

    @Test
    void printsTextOrOneJsonObject() {
        assertEquals(0, run("count", "--to", "5"));
        assertEquals("counted 5", out.toString().strip());
        out.getBuffer().setLength(0);
        assertEquals(0, run("count", "--to", "5", "--json"));
        assertEquals("{\"counted\":5}", out.toString().replaceAll("\\s", ""));
        assertEquals("", err.toString());
    }

    @Test
    void wrongUsageIsOneLineAndTwo() {
        assertEquals(2, run("cont"));
        assertEquals("error: unknown command \"cont\"; did you mean \"count\"? Known: count\n", err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("count", "--too", "3", "--to", "3"));
        assertTrue(err.toString().startsWith("error: unknown option \"--too\"; did you mean \"--to\"?"), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("count", "--too", "3"));
        assertTrue(err.toString().startsWith("error: unknown option \"--too\"; did you mean \"--to\"?"), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("count"));
        assertTrue(err.toString().startsWith("error: Missing required option"), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("count", "--to", "many"));
        assertTrue(err.toString().startsWith("error: ") && err.toString().contains("many"), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run("count", "--to", "2"));
        assertEquals("error: \"2\" is too few\n", err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void failureIsOneLineAndOne() {
        assertEquals(1, run("count", "--to", "1"));
        assertEquals("error: no paper\n", err.toString());
    }

    @Test
    void problemsOnTheWayKeepTheResult() {
        assertEquals(1, run("count", "--to", "101"));
        assertEquals("counted 101", out.toString().strip());
        assertEquals("error: tired\n", err.toString());
    }

    @Test
    void controlCharactersAreWrittenOut() {
        assertEquals(0, run("count", "--to", "7"));
        assertEquals("counted 7\tof \\u001b[31mseven\\u0007" + System.lineSeparator(), out.toString());
        assertEquals(2, run("co\u001b[2Junt"));
        assertTrue(err.toString().contains("\"co\\u001b[2Junt\""), err.toString());
    }

    @Test
    void stackTracesOnlyOnRequest() {
        assertEquals(1, run("count", "--to", "0"));
        assertEquals(1, err.toString().lines().count());
        assertTrue(err.toString().contains("error: unexpected failure: pipe broken; run it again with --debug"), err.toString());
        assertEquals(1, run("count", "--to", "0", "--debug"));
        assertTrue(err.toString().contains("\tat "), err.toString());
        assertFalse(out.toString().contains("pipe"));
    }

    @Test
    void helpGoesToStandardOutput() {
        assertEquals(0, run("count", "--help"));
        assertTrue(out.toString().contains("How far."), out.toString());
        assertEquals(0, run("--help"));
        assertEquals(2, run());
    }
}

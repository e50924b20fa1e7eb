package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** The commands as the Gogo shell has them. */
class GogoTest {

    private final BundleContext context = FrameworkUtil.getBundle(GogoTest.class).getBundleContext();

    private String run(String line) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
                CommandSession session = TestBundles.service(context, CommandProcessor.class)
                        .createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            Object result = session.execute(line);
            out.flush();
            return result == null ? bytes.toString(StandardCharsets.UTF_8) : String.valueOf(result);
        }
    }

    @Test
    void everyCommandIsOffered() throws Exception {
        String names = run("glad:names");
        for (String name : List.of("components", "demo", "evaluate", "experiments", "profile", "shell", "track", "train")) {
            assertTrue(names.contains(name), names);
        }
    }

    @Test
    void componentsListsPartsWithTheirBundles() throws Exception {
        String text = run("glad:components mae-vit-base");
        assertTrue(text.contains("mae-vit-base") && text.contains("from glad.backbone.mae"), text);
        assertTrue(run("glad:components success --json").contains("\"bundle\" : \"glad.eval.metrics\""));
    }

    @Test
    void helpSaysTheSameAsTheOption() throws Exception {
        String help = run("glad:help glad:track");
        assertTrue(help.contains("--box"), help);
        assertEquals(run("glad:track --help"), help);
        assertTrue(run("glad:help").contains("evaluate"));
    }

    @Test
    void errorsAreOneLine() throws Exception {
        String text = run("glad:track --input nowhere --box 1,2,3,4 --experiment nothing");
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.startsWith("error: unknown experiment \"nothing\""), text);
    }

    @Test
    void optionsAndIdsAreCompleted() throws Exception {
        assertTrue(run("glad:candidates [track --pre] 1 5").contains("--precision"));
        assertTrue(run("glad:candidates [components mae] 1 3").contains("mae-vit-large"));
        assertTrue(run("glad:candidates [track --experiment gla] 2 3").contains("glad-nano"));
    }
}

package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** The commands as the Gogo shell has them. */
class GogoTest {

    private final BundleContext context = FrameworkUtil.getBundle(GogoTest.class).getBundleContext();

    private String run(String line) throws Exception {
        return Gogo.run(context, line);
    }

    @Test
    void everyCommandIsOffered() throws Exception {
        String names = run("glad:names");
        for (String name : List.of("components", "demo", "evaluate", "experiments", "profile", "shell", "track", "train")) {
            assertTrue(names.contains(name), names);
        }
    }

    @Test
    void commandsOfTwoWordsAreReachedThroughTheFirst() throws Exception {
        String text = run("glad:weights inspect embedded:glad-nano/glad-nano.safetensors");
        assertTrue(text.contains("glad-nano.safetensors: safetensors") && text.contains(" tensors {"), text);
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
    void whatACommandPrintsGoesWhereTheLineSendsIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("parts.txt");
        assertEquals("", run("glad:components mae-vit-base > " + file));
        assertTrue(Files.readString(file).contains("from glad.backbone.mae"), Files.readString(file));
    }

    @Test
    void aScriptEndsAtItsFirstFailure(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("s"), "# tries\nglad:components mae-vit-base > " + folder + "/one\nglad:track\nglad:components > "
                + folder + "/two\n");
        String errors = Gogo.errors(context, "glad:shell " + script);
        assertTrue(errors.contains("line 3 failed: glad:track"), errors);
        assertTrue(Files.exists(folder.resolve("one")) && !Files.exists(folder.resolve("two")));
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

    @Test
    void theFrameworksCommandsTakeBundlesByName() throws Exception {
        Function start = (session, words) -> words.toString();
        ServiceRegistration<Function> offered = context.registerService(Function.class, start, new Hashtable<>(Map.of(
                CommandProcessor.COMMAND_SCOPE, "felix", CommandProcessor.COMMAND_FUNCTION, "start")));
        try {
            long number = FrameworkUtil.getBundle(GogoTest.class).getBundleId();
            assertEquals("[-t, " + number + ", 3]", run("glad:default start -t glad.tests 3"));
            assertTrue(run("glad:default start glad.test").startsWith("error: unknown bundle \"glad.test\"; did you mean \"glad.tests\"?"),
                    run("glad:default start glad.test"));
            assertTrue(run("glad:help").contains("by name or number: start"), run("glad:help"));
            assertTrue(run("glad:candidates [start glad.te] 1 7").contains("glad.tests"));
        } finally {
            offered.unregister();
        }
    }

    @Test
    void aFailedCommandIsOneForGogoToo() throws Exception {
        assertTrue(run("glad:evaluate nothing || glad:ps").startsWith("nothing runs behind this prompt"));
        assertTrue(run("glad:evaluate nothing && glad:ps").startsWith("error: unknown experiment or tracker \"nothing\""));
        assertTrue(run("glad:kill 7").startsWith("error: no command \"7\" runs behind this prompt; ps lists "));
    }
}

package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A command that another bundle adds. */
class CommandsOfBundlesTest {

    private final BundleContext context = FrameworkUtil.getBundle(CommandsOfBundlesTest.class).getBundleContext();

    /** Greets. */
    @Command(name = "hello", description = "Greet somebody.")
    static final class Hello extends ShellCommand {

        @Parameters(paramLabel = "NAME", description = "Whom.")
        private String name;

        @Override
        protected Result run() {
            if (name.equals("nobody")) {
                throw GladException.usage("\"nobody\" can't be greeted; name somebody");
            }
            return new Result(JsonNodeFactory.instance.objectNode().put("greeted", name), "hello " + name);
        }
    }

    private ServiceRegistration<?> offer() {
        return offer(Map.of(ShellCommand.NAME, "hello"));
    }

    private ServiceRegistration<?> offer(Map<String, Object> named) {
        Dictionary<String, Object> properties = new Hashtable<>(named);
        return context.registerService(ShellCommand.class.getName(), new PrototypeServiceFactory<ShellCommand>() {

            @Override
            public ShellCommand getService(Bundle bundle, ServiceRegistration<ShellCommand> registration) {
                return new Hello();
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<ShellCommand> registration, ShellCommand service) {}
        }, properties);
    }

    @Test
    void itIsACommandAsAnyOtherUntilItIsWithdrawn() throws Exception {
        ServiceRegistration<?> registration = offer();
        try {
            assertEquals("hello ada", Gogo.run(context, "glad:hello ada").strip());
            assertTrue(Gogo.run(context, "glad:hello ada --json").contains("\"greeted\" : \"ada\""));
            assertTrue(Gogo.run(context, "glad:hello nobody").startsWith("error: \"nobody\" can't be greeted"));
            assertTrue(Gogo.run(context, "glad:help").contains("Greet somebody."));
            assertTrue(Gogo.run(context, "glad:help hello").contains("--json"));
        } finally {
            registration.unregister();
        }
        assertFalse(Gogo.run(context, "glad:names").contains("hello"));
        assertFalse(Gogo.run(context, "glad:help").contains("Greet somebody."));
    }

    @Test
    void ofTwoThatOfferOneNameTheFirstKeepsIt() throws Exception {
        ServiceRegistration<?> second = offer(Map.of(ShellCommand.NAME, "experiments"));
        try {
            assertTrue(Gogo.run(context, "glad:experiments").contains("glad-nano"));
            assertTrue(Gogo.errors(context, "glad:experiments")
                    .contains("a command of bundle glad.tests can't be used: bundle glad.shell was first to offer \"experiments\""));
        } finally {
            second.unregister();
        }
        assertTrue(Gogo.run(context, "glad:experiments").contains("glad-nano"));
        assertEquals("", Gogo.errors(context, "glad:experiments"));
    }

    @Test
    void oneWithoutANameHarmsNoOther() throws Exception {
        ServiceRegistration<?> nameless = offer(Map.of());
        try {
            assertTrue(Gogo.run(context, "glad:experiments").contains("glad-nano"));
            assertTrue(Gogo.errors(context, "glad:experiments").contains("it has no name in its property glad.command"));
        } finally {
            nameless.unregister();
        }
    }
}

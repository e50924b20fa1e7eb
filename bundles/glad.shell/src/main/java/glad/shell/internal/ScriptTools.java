package glad.shell.internal;

import glad.api.GladException;
import glad.api.Reason;
import java.lang.reflect.Field;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * What the terminal's bundle adds to Gogo, {@code grep}, {@code echo}, {@code tail} and the like, for scripts: that bundle itself would open
 * the terminal when it is started, so its commands are made without starting it.
 */
final class ScriptTools implements AutoCloseable {

    private static final String POSIX = "org.apache.felix.gogo.jline.Posix";

    private final Optional<ServiceRegistration<?>> offered;

    private ScriptTools(Optional<ServiceRegistration<?>> offered) {
        this.offered = offered;
    }

    /** Offers them until this is closed; nothing where the bundle is active, and offers them itself, or isn't there. */
    static ScriptTools offer(BundleContext context, CommandProcessor processor) {
        Optional<Bundle> terminal = Stream.of(context.getBundle(0).getBundleContext().getBundles())
                .filter(bundle -> ShellVerb.TERMINAL.equals(bundle.getSymbolicName()) && bundle.getState() != Bundle.ACTIVE).findFirst();
        return new ScriptTools(terminal.map(bundle -> register(context, bundle, processor)));
    }

    private static ServiceRegistration<?> register(BundleContext context, Bundle terminal, CommandProcessor processor) {
        try {
            Class<?> type = terminal.loadClass(POSIX);
            Field functions = type.getDeclaredField("functions");
            functions.setAccessible(true);
            Object commands = type.getConstructor(CommandProcessor.class).newInstance(processor);
            return context.registerService(type.getName(), commands, new Hashtable<>(Map.of(CommandProcessor.COMMAND_SCOPE, "gogo",
                    CommandProcessor.COMMAND_FUNCTION, functions.get(null))));
        } catch (ReflectiveOperationException e) {
            throw GladException.failure("bundle " + ShellVerb.TERMINAL + " doesn't offer its commands as version 1.1.8 does: " + Reason.of(e), e);
        }
    }

    @Override
    public void close() {
        offered.ifPresent(ServiceRegistration::unregister);
    }
}

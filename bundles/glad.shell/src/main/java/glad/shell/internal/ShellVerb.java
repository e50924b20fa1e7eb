package glad.shell.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.kit.plugins.Plugins;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Opens the interactive shell: starts the bundle that takes the terminal, and waits until it is left. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=shell")
@Command(name = "shell", description = "Open the Gogo shell with the same commands; \"exit\" leaves it.")
public final class ShellVerb extends ShellCommand {

    public static final String TERMINAL = "org.apache.felix.gogo.jline";

    private final BundleContext context;
    private final Plugins plugins;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Run the lines of this file instead, up to the first that fails,"
            + " whose exit code is that of the command.")
    private Path script;

    /** Made by the component runtime. */
    @Activate
    public ShellVerb(BundleContext context, @Reference Plugins plugins) {
        this.context = context;
        this.plugins = plugins;
    }

    @Override
    protected Result run() throws BundleException, InterruptedException {
        if (script != null) {
            ShellScript.run(context, script, stop());
            return new Result(JsonNodeFactory.instance.objectNode(), "");
        }
        BundleContext system = context.getBundle(0).getBundleContext();
        Bundle terminal = null;
        for (Bundle bundle : system.getBundles()) {
            terminal = TERMINAL.equals(bundle.getSymbolicName()) ? bundle : terminal;
        }
        if (terminal == null || terminal.getState() == Bundle.ACTIVE) {
            throw GladException.usage(terminal == null
                    ? "there is no shell here: bundle " + TERMINAL + " isn't installed" : "the shell is already open");
        }
        Bundle shell = terminal;
        CountDownLatch left = new CountDownLatch(1);
        SynchronousBundleListener listener = event -> {
            if (event.getBundle() == shell && event.getType() == BundleEvent.STOPPED) {
                left.countDown();
            }
        };
        system.addBundleListener(listener);
        terminal.start();
        try (PluginNews news = new PluginNews(plugins, this::remark)) {
            stop().during(left::countDown, () -> { // the framework, or the process, ends
                left.await();
                return left;
            });
        } finally {
            system.removeBundleListener(listener);
        }
        return new Result(JsonNodeFactory.instance.objectNode(), "");
    }
}

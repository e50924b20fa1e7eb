package glad.shell.internal.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.kit.plugins.Plugin;
import glad.kit.plugins.PluginTrial;
import glad.kit.plugins.PluginTrial.Outcome;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.ShellVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a plugin without installing it for good. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=plugin")
@Command(name = "plugin", description = "Try a plugin in a framework of its own: does it start, and keep the contracts of what it offers?",
        footer = {"", "./glad plugin check my-set/target/my-set-1.0.0.jar --data FOLDER"})
public final class PluginVerb extends ShellCommand {

    private final BundleContext context;
    private final PluginTrial trial;

    @Parameters(index = "0", paramLabel = "ACTION", description = "check.")
    private String action;

    @Parameters(index = "1", paramLabel = "FILE", description = "The plugin's jar.")
    private Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "A folder to read a dataset from; without it, its sequences aren't read.")
    private Path data;

    /** Made by the component runtime. */
    @Activate
    public PluginVerb(BundleContext context, @Reference PluginTrial trial) {
        this.context = context;
        this.trial = trial;
    }

    @Override
    protected Result run() throws IOException {
        if (!action.equals("check")) {
            throw GladException.usage(Names.unknown("action", action, List.of("check")));
        }
        if (!Files.isRegularFile(file)) {
            throw GladException.usage("there is no file \"" + file + "\"; expected a plugin's jar");
        }
        for (Bundle bundle : context.getBundles()) {
            if (ShellVerb.TERMINAL.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE) {
                throw GladException.usage("a plugin is tried in a framework of its own, and this one is in use; run ./glad plugin check "
                        + file + " outside of the shell");
            }
        }
        Plugin plugin = trial.install(file);
        List<Outcome> outcomes = plugin.problem().isEmpty() ? trial.check(data) : List.of();
        List<String> problems = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", file.toString()).put("bundle", plugin.bundle())
                .put("version", plugin.version());
        ArrayNode nodes = json.putArray("checks");
        if (plugin.problem().isEmpty()) {
            text.append(plugin.bundle()).append(' ').append(plugin.version()).append(" starts\n");
        } else {
            problems.add("plugin " + plugin.problem());
        }
        for (Outcome outcome : outcomes) {
            nodes.addObject().put("offer", outcome.offer().toString()).put("check", outcome.check()).put("fault", outcome.fault());
            text.append(outcome.fault().isEmpty() ? "ok    " : "fails ").append(outcome.offer()).append(": ").append(outcome.check())
                    .append('\n');
            if (!outcome.fault().isEmpty()) {
                problems.add(outcome.offer() + ": " + outcome.check() + ": " + outcome.fault());
            }
        }
        text.append(problems.isEmpty() ? "plugin check: all is well" : "plugin check: failed");
        return new Result(json, text.toString(), problems);
    }
}

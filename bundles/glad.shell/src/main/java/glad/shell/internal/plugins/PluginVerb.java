package glad.shell.internal.plugins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Names;
import glad.kit.plugins.PluginTrial;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.ShellVerb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        footer = {"", "./glad plugin check my-set/target/my-set-1.0.0.jar --data FOLDER",
            "./glad plugin check my-head/target/my-head-1.0.0.jar --set channels=64"})
public final class PluginVerb extends ShellCommand {

    private final BundleContext context;
    private final PluginTrial trial;

    @Parameters(index = "0", paramLabel = "ACTION", description = "check.")
    private String action;

    @Parameters(index = "1", paramLabel = "FILE", description = "The plugin's jar.")
    private Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "A folder to read a dataset from; without it, its sequences aren't read.")
    private Path data;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set an option of the part, dataset or training stage that the plugin adds; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    /** Made by the component runtime. */
    @Activate
    public PluginVerb(BundleContext context, @Reference PluginTrial trial) {
        this.context = context;
        this.trial = trial;
    }

    @Override
    protected Result run() throws IOException, InterruptedException {
        if (!action.equals("check")) {
            throw GladException.usage(Names.unknown("action", action, List.of("check")));
        }
        if (!Files.isRegularFile(file)) {
            throw GladException.usage("there is no file \"" + file + "\"; expected a plugin's jar");
        }
        ObjectNode options = options();
        return TrialReport.result(shellIsOpen() ? OwnProcess.run(stop(), words()) : TrialReport.of(trial, file, data, options));
    }

    private ObjectNode options() {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        set.forEach((key, value) -> {
            try {
                options.set(key, new YAMLMapper().readTree(value));
            } catch (JsonProcessingException e) {
                throw GladException.usage("option \"" + key + "\" is \"" + value + "\", which YAML can't read: " + e.getOriginalMessage());
            }
        });
        return options;
    }

    /** Where a person works in this framework, the plugin gets another. */
    private boolean shellIsOpen() {
        return Stream.of(context.getBundles())
                .anyMatch(bundle -> ShellVerb.TERMINAL.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE);
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of("plugin", action, file.toAbsolutePath().toString()));
        if (data != null) {
            words.addAll(List.of("--data", data.toAbsolutePath().toString()));
        }
        set.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        return words;
    }
}

package glad.shell.internal.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.kit.plugins.Plugin;
import glad.kit.plugins.Plugin.Offer;
import glad.kit.plugins.Plugins;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;

/** Lists what lies in the folders of plugins, with what each offers or why it doesn't work. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=plugins")
@Command(name = "plugins", description = "List the plugins, what each offers, and why one that doesn't work doesn't.")
public final class PluginsVerb extends ShellCommand {

    private final Plugins plugins;

    /** Made by the component runtime. */
    @Activate
    public PluginsVerb(@Reference Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    protected Result run() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        plugins.folders().stream().map(Path::toString).forEach(json.putArray("folders")::add);
        ArrayNode nodes = json.putArray("plugins");
        StringBuilder text = new StringBuilder();
        List<Plugin> all = plugins.list();
        for (Plugin plugin : all) {
            ObjectNode node = nodes.addObject().put("file", plugin.file()).put("bundle", plugin.bundle()).put("version", plugin.version())
                    .put("state", plugin.state().label()).put("problem", plugin.problem());
            ArrayNode offers = node.putArray("offers");
            plugin.offers().forEach(offer -> offers.addObject().put("kind", offer.kind()).put("id", offer.id()));
            text.append(line(plugin)).append('\n');
        }
        String folders = plugins.folders().stream().map(Path::toString).collect(Collectors.joining(", "));
        return new Result(json, text + (all.isEmpty() ? "no plugins in " : "plugins are read from ") + folders);
    }

    /** Returns a plugin in one line. */
    static String line(Plugin plugin) {
        String offers = plugin.offers().stream().map(Offer::toString).collect(Collectors.joining(", "));
        return String.format("%-30s %-10s %-16s %s", plugin.file(), plugin.version(), plugin.state().label(),
                plugin.problem().isEmpty() ? offers : plugin.problem()).stripTrailing();
    }
}

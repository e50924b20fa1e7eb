package glad.shell.internal.plugins;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.kit.plugins.Plugins;
import glad.kit.project.PluginProject;
import glad.kit.project.PluginRepository;
import glad.runtime.Settings;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the project of a new plugin. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=new")
@Command(name = "new", description = "Write a folder that Maven builds into a plugin: one class that works, and a test of its contract.",
        footer = {"", "./glad new dataset my-set", "./glad new head my-head --in ~/plugins"})
public final class NewVerb extends ShellCommand {

    /** Lets picocli name the kinds in help and completion. */
    static final class Kinds implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return PluginProject.kinds().iterator();
        }
    }

    private final BundleContext context;
    private final Plugins plugins;
    private final Settings settings;

    @Parameters(index = "0", paramLabel = "KIND", completionCandidates = Kinds.class, description = "One of ${COMPLETION-CANDIDATES}.")
    private String kind;

    @Parameters(index = "1", paramLabel = "NAME", description = "Its id, and the folder's name: lower-case words with hyphens.")
    private String name;

    @Option(names = "--in", paramLabel = "DIR", defaultValue = ".", description = "Where the folder is made (default: here).")
    private Path parent;

    /** Made by the component runtime. */
    @Activate
    public NewVerb(BundleContext context, @Reference Plugins plugins, @Reference Settings settings) {
        this.context = context;
        this.plugins = plugins;
        this.settings = settings;
    }

    @Override
    protected Result run() throws IOException {
        Path home = Path.of(context.getProperty("glad.home")).toAbsolutePath().normalize();
        PluginProject project = new PluginProject(kind, name);
        List<Path> files = project.write(parent, PluginRepository.of(home, Path.of(context.getProperty("glad.bundles")), settings.cache()));
        Path wrapper = home.resolve("mvnw");
        Path folder = parent.resolve(name).normalize();
        String build = (Files.isExecutable(wrapper) ? wrapper.toString() : "mvn") + " -f " + folder + " package";
        String jar = folder.resolve("target/" + name + "-1.0.0.jar").toString();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("folder", folder.toString()).put("build", build).put("jar", jar);
        StringBuilder text = new StringBuilder();
        files.forEach(file -> text.append(folder.resolve(file)).append('\n'));
        files.stream().map(Path::toString).forEach(json.putArray("files")::add);
        return new Result(json, text + "build it:  " + build + "\ntry it:    ./glad plugin check " + jar + "\nuse it:    cp " + jar + " "
                + plugins.folders().get(0));
    }
}

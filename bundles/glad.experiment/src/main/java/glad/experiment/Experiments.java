package glad.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.base.Places;
import glad.base.WholeFile;
import glad.runtime.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The experiment files, {@code NAME.yaml}, of the user and of the product ({@link Places#experiments}). A file of the user's hides
 * one of the product's with the same name.
 */
@Component(service = Experiments.class)
public final class Experiments {

    private static final String ENDING = ".yaml";
    private static final String EXTENDS = "extends";

    private static final YAMLMapper WRITER = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build();

    /** The first takes new ones. */
    private final List<Path> folders;

    /** Uses a folder, which need not exist. */
    public Experiments(Path folder) {
        this(List.of(folder));
    }

    /** Uses the folders of this user and of the product. */
    @Activate
    public Experiments(BundleContext context) {
        this(Places.of(context::getProperty).experiments());
    }

    /** Uses folders, which need not exist; new experiments go to the first, whose files hide those of the others. */
    Experiments(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Returns the names of all experiments, sorted. */
    public List<String> names() {
        return folders.stream().filter(Files::isDirectory).flatMap(folder -> names(folder).stream()).distinct().sorted().toList();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(ENDING))
                    .map(n -> n.substring(0, n.length() - ENDING.length())).toList();
        } catch (IOException e) {
            throw GladException.failure("the experiments in \"" + folder + "\" can't be listed: " + Reason.of(e), e);
        }
    }

    /**
     * Reads an experiment.
     *
     * @param name its name, or the path of a {@code .yaml} file elsewhere
     * @param changes overrides such as {@code head.channels=128}, applied in order
     * @throws GladException if there is none of that name, or a file or change is wrong
     */
    public Experiment read(String name, List<String> changes) {
        Path file = name.endsWith(ENDING) ? Path.of(name)
                : find(name).orElseThrow(() -> GladException.usage(Names.unknown("experiment", name, names())));
        ObjectNode tree = merged(file, new ArrayList<>());
        Overrides.apply(tree, changes);
        String fileName = file.getFileName().toString();
        return Experiment.of(fileName.substring(0, fileName.length() - ENDING.length()), tree);
    }

    private Optional<Path> find(String name) {
        return folders.stream().map(folder -> folder.resolve(name + ENDING)).filter(Files::isRegularFile).findFirst();
    }

    /** Reads a file over the one that it extends, if any; the files before it in the chain are those that extend it. */
    private ObjectNode merged(Path file, List<Path> chain) {
        ObjectNode own = tree(file);
        JsonNode base = own.remove(EXTENDS);
        if (base == null || base.isNull()) {
            return own;
        }
        if (!base.isTextual() || base.textValue().isBlank()) {
            throw GladException.usage("experiment file \"" + file + "\" extends \"" + base + "\"; expected the name of an experiment,"
                    + " or a .yaml file beside this one");
        }
        chain.add(file.toAbsolutePath().normalize());
        Path next = base(file, base.textValue()).toAbsolutePath().normalize();
        if (chain.contains(next)) {
            throw GladException.usage("experiment file \"" + next + "\" extends itself: "
                    + Stream.concat(chain.stream(), Stream.of(next)).map(f -> f.getFileName().toString()).collect(Collectors.joining(", "))
                    + "; remove one \"" + EXTENDS + "\"");
        }
        return Overlay.of(merged(next, chain), own);
    }

    private Path base(Path file, String base) {
        if (!base.endsWith(ENDING)) {
            return find(base).orElseThrow(() -> GladException.usage(
                    Names.unknown("experiment that \"" + file + "\" extends", base, names())));
        }
        Path beside = file.resolveSibling(base);
        if (!Files.isRegularFile(beside)) {
            throw GladException.usage("experiment file \"" + file + "\" extends \"" + base + "\", which isn't there; expected a file \""
                    + beside + "\", or the name of an experiment without " + ENDING);
        }
        return beside;
    }

    /**
     * Adds an experiment made from a configuration file of the official implementation.
     *
     * @param name its name, a plain file name without ending
     * @param file the official file
     * @return what became of it
     * @throws GladException if the name is taken or can't be one, or the file can't be read or mapped
     */
    public OfficialConfiguration add(String name, Path file) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw GladException.usage("\"" + name + "\" can't name an experiment; expected letters, digits, dots and dashes");
        }
        find(name).ifPresent(there -> {
            throw GladException.usage("there is an experiment \"" + name + "\" already; choose another name, or remove " + there + " first");
        });
        OfficialConfiguration made = OfficialConfiguration.read(file.toString(), tree(file));
        Experiment.of(name, made.tree());
        StringBuilder text = new StringBuilder();
        made.unmapped().forEach(line -> text.append("# not mapped: ").append(line).append('\n'));
        Path target = folders.get(0).resolve(name + ENDING);
        try {
            WholeFile.makeFolder(folders.get(0));
            WholeFile.write(target, text + WRITER.writeValueAsString(made.tree()));
        } catch (IOException e) {
            throw GladException.failure("experiment \"" + target + "\" can't be written: " + e, e);
        }
        return made;
    }

    private static ObjectNode tree(Path file) {
        try {
            JsonNode tree = YamlFile.read("experiment file \"" + file + "\"", file);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw GladException.usage("file \"" + file + "\" holds no keys and values");
        } catch (IOException e) {
            throw GladException.failure("experiment file \"" + file + "\" can't be read: " + e, e);
        }
    }
}

package glad.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Names;
import glad.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The experiment files, {@code NAME.yaml} in one folder. Inside OSGi that is {@code experiments} of the folder that the
 * framework property {@code glad.config} names, else of {@code run-configs} in the working folder.
 */
@Component(service = Experiments.class)
public final class Experiments {

    private static final String ENDING = ".yaml";
    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private static final YAMLMapper WRITER = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build();

    private final Path folder;

    /** Uses a folder, which need not exist. */
    public Experiments(Path folder) {
        this.folder = folder;
    }

    /** Uses the folder of an OSGi framework. */
    @Activate
    public Experiments(BundleContext context) {
        this(config(context.getProperty("glad.config")).resolve("experiments"));
    }

    private static Path config(String property) {
        return Path.of(property != null ? property : "run-configs");
    }

    /** Returns the names of all experiments, sorted. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(ENDING))
                    .map(n -> n.substring(0, n.length() - ENDING.length())).sorted().toList();
        } catch (IOException e) {
            throw GladException.failure("the experiments in \"" + folder + "\" can't be listed: " + e, e);
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
        boolean elsewhere = name.endsWith(ENDING);
        Path file = elsewhere ? Path.of(name) : folder.resolve(name + ENDING);
        if (!elsewhere && !names().contains(name)) {
            throw GladException.usage(Names.unknown("experiment", name, names()));
        }
        ObjectNode tree = tree(file);
        Overrides.apply(tree, changes);
        String fileName = file.getFileName().toString();
        return Experiment.of(fileName.substring(0, fileName.length() - ENDING.length()), tree);
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
        if (names().contains(name)) {
            throw GladException.usage("there is an experiment \"" + name + "\" already; choose another name, or remove "
                    + folder.resolve(name + ENDING) + " first");
        }
        OfficialConfiguration made = OfficialConfiguration.read(file.toString(), tree(file));
        Experiment.of(name, made.tree());
        StringBuilder text = new StringBuilder();
        made.unmapped().forEach(line -> text.append("# not mapped: ").append(line).append('\n'));
        Path target = folder.resolve(name + ENDING);
        try {
            WholeFile.write(target, text + WRITER.writeValueAsString(made.tree()));
        } catch (IOException e) {
            throw GladException.failure("experiment \"" + target + "\" can't be written: " + e, e);
        }
        return made;
    }

    private static ObjectNode tree(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw GladException.usage("file \"" + file + "\" holds no keys and values");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw GladException.usage(
                    "experiment file \"" + file + "\" isn't YAML" + place + ": " + e.getOriginalMessage());
        } catch (IOException e) {
            throw GladException.failure("experiment file \"" + file + "\" can't be read: " + e, e);
        }
    }
}

package glad.bench.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.track.Protocol;
import glad.packed.PackedFolder;
import glad.runtime.Registries;
import glad.runtime.Registry;
import glad.runtime.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens datasets as users name them: finds their folders by the settings, reads their options. */
@Component(service = Datasets.class)
public final class Datasets {

    /** Key of the settings, with a dataset's id behind it: the dataset's folder. */
    public static final String PLACE = "data.";

    /** Key of the settings: the folder that holds several datasets. */
    public static final String ROOT = "data-root";

    /** The protocol that runs each sequence once, from its first frame. */
    public static final String ONE_PASS = "one-pass";

    private static final YAMLMapper YAML = new YAMLMapper();

    private final Settings settings;
    private final Registry<Dataset> registry;
    private final Registry<Protocol> protocols;

    /** Made by the component runtime. */
    @Activate
    public Datasets(@Reference Settings settings, @Reference Registries registries) {
        this.settings = settings;
        this.registry = registries.datasets();
        this.protocols = registries.protocols();
    }

    /** Returns the known ids, sorted. */
    public List<String> ids() {
        return registry.ids();
    }

    /** Returns how a dataset's official evaluation treats what isn't clear. */
    public Rules rules(String id) {
        return dataset(id).rules();
    }

    /** Returns a dataset. @throws GladException (usage) if there is none of that id, naming the nearest */
    public Dataset dataset(String id) {
        return registry.get(id);
    }

    /**
     * Returns where a dataset's folder is: what the settings say of it, else what is found below the settings' data
     * root under one of its usual names, as a folder, an archive or an LMDB.
     */
    public Optional<Path> place(String id) {
        Optional<Path> set = settings.get(PLACE + id).map(Path::of);
        return set.isPresent() ? set : settings.get(ROOT).map(Path::of)
                .flatMap(root -> dataset(id).folderNames().stream()
                .flatMap(name -> Stream.of(name, name + "_lmdb", name + ".zip"))
                .map(root::resolve).filter(path -> Files.isDirectory(path) || PackedFolder.isArchive(path))
                .findFirst());
    }

    /** Returns the folder below which datasets are looked for, where the settings know one. */
    public Optional<String> root() {
        return settings.get(ROOT);
    }

    /**
     * Remembers where a dataset is, for this and later processes.
     *
     * @param place its folder or archive
     * @param replace whether another place that is remembered already is given up
     * @return the place as it is remembered, an absolute path
     * @throws GladException (usage) if the id is unknown, the place can't be read, or another one is remembered
     */
    public Path remember(String id, Path place, boolean replace) {
        dataset(id);
        return set(PLACE + id, place, replace);
    }

    /**
     * Remembers a folder that holds datasets, see {@link #place}.
     *
     * @param replace whether another folder that is remembered already is given up
     * @return the folder as it is remembered, an absolute path
     * @throws GladException (usage) if there is no such folder, or another one is remembered
     */
    public Path rememberRoot(Path folder, boolean replace) {
        if (!Files.isDirectory(folder)) {
            throw GladException.usage("\"" + folder + "\" is no folder; expected one with datasets in it");
        }
        return set(ROOT, folder, replace);
    }

    private Path set(String key, Path place, boolean replace) {
        Path whole = place.toAbsolutePath().normalize();
        PackedFolder.open(whole);
        settings.set(key, whole.toString(), replace);
        return whole;
    }

    /** Returns the file that remembers. */
    public Path settingsFile() {
        return settings.file();
    }

    /**
     * Opens a dataset as a command line names it; what of it is packed is read in place.
     *
     * @param root its folder or archive, or null for the one that the settings know
     * @param options {@code KEY=VALUE}s, values read as YAML
     * @throws GladException if the id, an option or the folder is wrong
     */
    public SequenceSet open(String id, Path root, List<String> options) {
        return open(id, root, tree(options), "--data DIR");
    }

    /**
     * Returns the runs over sequences that a protocol consists of.
     *
     * @param protocol its id; {@link #ONE_PASS} needs no bundle that offers it
     * @throws GladException (usage) if there is no such protocol
     */
    public SequenceSet runs(String protocol, SequenceSet set) {
        return protocol.equals(ONE_PASS) ? set : protocols.get(protocol).runs(set);
    }

    /** Returns the values of all options of a dataset where some are given; two of the same values open the same sequences. */
    public SortedMap<String, String> effective(String id, List<String> options) {
        SortedMap<String, String> effective = new TreeMap<>();
        dataset(id).options().read("dataset \"" + id + "\"", tree(options)).values()
                .forEach((key, value) -> effective.put(key, String.valueOf(value)));
        return effective;
    }

    private static ObjectNode tree(List<String> options) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw GladException.usage("\"" + option + "\" sets nothing; expected KEY=VALUE such as seed=2");
            }
            try {
                tree.set(option.substring(0, equals), YAML.readTree(option.substring(equals + 1)));
            } catch (JsonProcessingException e) {
                throw GladException.usage("\"" + option + "\" has no value that YAML can read: "
                        + e.getOriginalMessage());
            }
        }
        return tree;
    }

    /**
     * Opens a dataset; what of it is packed is read in place.
     *
     * @param root its folder or archive, or null for the one that the settings know
     * @param options keys and values
     * @param here how the user names a folder where this was asked for, for messages
     * @throws GladException if the id, an option or the folder is wrong
     */
    public SequenceSet open(String id, Path root, ObjectNode options, String here) {
        Dataset dataset = dataset(id);
        Path place = root != null || !dataset.needsRoot() ? root : place(id).orElse(null);
        if (dataset.needsRoot() && (place == null || !Files.exists(place))) {
            throw GladException.usage(place == null ? "dataset \"" + id + "\" needs its folder; name it by " + here
                    + ", or once for all by ./glad data set " + id + " DIR"
                    : "no folder \"" + place + "\"; expected that of dataset \"" + id + "\" "
                            + (root != null ? "behind " + here : "in \"" + settings.file() + "\""));
        }
        return dataset.open(dataset.needsRoot() ? PackedFolder.open(place) : place,
                dataset.options().read("dataset \"" + id + "\"", options));
    }
}

package glad.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import glad.api.eval.Rules;
import glad.api.model.PartFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The datasets that can be had now, by id. */
@Component(service = Datasets.class)
public final class Datasets {

    private static final YAMLMapper YAML = new YAMLMapper();

    @Reference(service = Dataset.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Map.Entry<Map<String, Object>, Dataset>> found = List.of();

    private Map<String, Dataset> byId() {
        Map<String, Dataset> sorted = new TreeMap<>();
        found.forEach(e -> sorted.put(String.valueOf(e.getKey().get(PartFactory.ID)), e.getValue()));
        return sorted;
    }

    /** Returns the known ids, sorted. */
    List<String> ids() {
        return List.copyOf(byId().keySet());
    }

    /** Returns how a dataset's official evaluation treats what isn't clear. */
    Rules rules(String id) {
        return dataset(id).rules();
    }

    private Dataset dataset(String id) {
        Dataset dataset = byId().get(id);
        if (dataset == null) {
            throw GladException.usage(Names.unknown("dataset", id, ids()));
        }
        return dataset;
    }

    /**
     * Opens a dataset.
     *
     * @param root its folder, or null
     * @param options {@code KEY=VALUE}s, values read as YAML
     * @throws GladException if the id, an option or the folder is wrong
     */
    SequenceSet open(String id, Path root, List<String> options) {
        Dataset dataset = dataset(id);
        if (dataset.needsRoot() && (root == null || !Files.isDirectory(root))) {
            throw GladException.usage(root == null ? "dataset \"" + id + "\" needs its folder; name it by --data DIR"
                    : "\"" + root + "\" is no folder; expected that of dataset \"" + id + "\" behind --data");
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw GladException.usage("\"" + option + "\" sets nothing; expected KEY=VALUE such as seed=2");
            }
            try {
                tree.set(option.substring(0, equals), YAML.readTree(option.substring(equals + 1)));
            } catch (JsonProcessingException e) {
                throw GladException.usage("\"" + option + "\" has no value that YAML can read: " + e.getOriginalMessage());
            }
        }
        return dataset.open(root, dataset.options().read("dataset \"" + id + "\"", tree));
    }
}

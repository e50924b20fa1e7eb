package glad.trackers.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.track.TrackerFactory;
import glad.runtime.YamlFile;
import glad.trackers.Entry;
import glad.trackers.TrackerKind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file {@code trackers.yaml}: an entry per tracker, by id. */
final class TrackersFile {

    private static final String ID = "[a-z0-9][a-z0-9._-]*";

    private TrackersFile() {}

    /**
     * Returns the entries of a file by id, none if it isn't there.
     *
     * @throws GladException (usage) if it isn't YAML, or an id can't be one; (failure) if it can't be read
     */
    static SortedMap<String, Entry> read(Path file) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        JsonNode tree = tree(file);
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String id = entry.getKey();
            if (!id.matches(ID) || id.endsWith(".yaml")) {
                throw GladException.usage("\"" + id + "\" in \"" + file + "\" can't name a tracker; expected small letters, digits and hyphens");
            }
            entries.put(id, new Entry(file, id, entry.getValue()));
        }
        return entries;
    }

    /** Returns the kind of an entry: the first whose key it has. */
    static Optional<TrackerKind> kind(Entry entry, Collection<TrackerKind> kinds) {
        return kinds.stream().filter(kind -> entry.has(kind.key())).findFirst();
    }

    /** Returns what makes the tracker of an entry. An entry that is wrong says so when it is used, so that the others can be had. */
    static TrackerFactory factory(Entry entry, Collection<TrackerKind> kinds) {
        try {
            return kind(entry, kinds).orElseThrow(() -> GladException.usage(entry.what() + " has no key that says what it is; expected one of "
                    + kinds.stream().map(kind -> '"' + kind.key() + '"').sorted().collect(Collectors.joining(", ")))).of(entry);
        } catch (GladException e) {
            return new WrongEntry(e);
        }
    }

    private static JsonNode tree(Path file) {
        try {
            JsonNode tree = YamlFile.read("\"" + file + "\"", file);
            if (!tree.isObject() && !tree.isMissingNode() && !tree.isNull()) {
                throw GladException.usage("\"" + file + "\" holds no trackers; expected their ids with keys and values below each");
            }
            return tree;
        } catch (NoSuchFileException e) {
            return JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; mend or remove it", e);
        }
    }
}

package glad.trackers.process.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.track.TrackerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The file {@code trackers.yaml}: an entry per tracker, by id. */
final class TrackersFile {

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    private static final String ID = "[a-z0-9][a-z0-9._-]*";

    private TrackersFile() {}

    /**
     * Returns the trackers of a file, none if it isn't there. One whose entry is wrong is among them, and says so when it is used, so that
     * the others can be had.
     *
     * @param maker makes the tracker of an entry
     * @throws GladException (usage) if it isn't YAML, or an id can't be one; (failure) if it can't be read
     */
    static SortedMap<String, TrackerFactory> read(Path file, Function<Declaration, TrackerFactory> maker) {
        SortedMap<String, TrackerFactory> trackers = new TreeMap<>();
        JsonNode tree = tree(file);
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String id = entry.getKey();
            if (!id.matches(ID) || id.endsWith(".yaml")) {
                throw GladException.usage("\"" + id + "\" in \"" + file + "\" can't name a tracker; expected small letters, digits and hyphens");
            }
            try {
                trackers.put(id, maker.apply(Declaration.read(file, id, entry.getValue())));
            } catch (GladException e) {
                trackers.put(id, new WrongEntry(e));
            }
        }
        return trackers;
    }

    private static JsonNode tree(Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (!tree.isObject() && !tree.isMissingNode() && !tree.isNull()) {
                throw GladException.usage("\"" + file + "\" holds no trackers; expected their ids with keys and values below each");
            }
            return tree;
        } catch (NoSuchFileException e) {
            return YAML.createObjectNode();
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw GladException.usage("\"" + file + "\" isn't YAML" + place + ": " + Reason.of(new IOException(e.getOriginalMessage()))
                    + "; mend or remove it");
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; mend or remove it", e);
        }
    }
}

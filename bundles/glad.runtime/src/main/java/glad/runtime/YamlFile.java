package glad.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A YAML file that a person wrote. */
public final class YamlFile {

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private YamlFile() {}

    /**
     * Reads one; a key may stand once in its mapping.
     *
     * @param what it is, for messages, with its path: {@code sweep file "parts.yaml"}
     * @throws GladException (usage) with the line, if it isn't YAML
     * @throws IOException if it can't be read
     */
    public static JsonNode read(String what, Path file) throws IOException {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw GladException.usage(what + " isn't YAML" + place + ": " + Reason.of(new IOException(e.getOriginalMessage())) + "; mend it");
        }
    }
}

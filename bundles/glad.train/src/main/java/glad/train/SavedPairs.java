package glad.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.data.TrainingPair;
import glad.base.WholeFile;
import glad.media.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Training pairs as files that a person can look at: {@code 000-template.png}, {@code 000-search.png}, {@code pairs.json}. */
final class SavedPairs {

    private SavedPairs() {}

    /**
     * Writes pairs into a folder, which is made if missing.
     *
     * @throws GladException if that fails
     */
    static void write(Path folder, List<TrainingPair> pairs) {
        ArrayNode list = new JsonMapper().createArrayNode();
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < pairs.size(); i++) {
                TrainingPair pair = pairs.get(i);
                ImageFile.write(pair.template(), folder.resolve("%03d-template.png".formatted(i)));
                ImageFile.write(pair.search(), folder.resolve("%03d-search.png".formatted(i)));
                ObjectNode line = list.addObject().put("sentence", pair.sentence());
                box(line.putArray("template_box"), pair.templateBox());
                box(line.putArray("search_box"), pair.searchBox());
            }
            WholeFile.write(folder.resolve("pairs.json"), list.toPrettyString());
        } catch (IOException e) {
            throw GladException.failure("the pairs of the failed update can't be written to \"" + folder + "\": "
                    + Reason.of(e), e);
        }
    }

    private static void box(ArrayNode array, Box box) {
        array.add(box.x()).add(box.y()).add(box.w()).add(box.h());
    }
}

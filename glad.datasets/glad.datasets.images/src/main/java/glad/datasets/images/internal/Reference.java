package glad.datasets.images.internal;

import glad.api.GladException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

/**
 * One object that people referred to.
 *
 * @param number of the reference
 * @param object number of its annotation
 * @param split {@code train}, {@code val}, ...
 * @param sentences at least one
 */
record Reference(long number, long object, String split, List<String> sentences) {

    /** Reads a pickled list of references. @throws GladException (failure) if it is missing or not such a list */
    static List<Reference> read(Path file) {
        try {
            List<Reference> references = new ArrayList<>();
            for (Object entry : (List<?>) new Unpickler().loads(Files.readAllBytes(file))) {
                Map<?, ?> map = (Map<?, ?>) entry;
                List<String> sentences = ((List<?>) map.get("sentences")).stream()
                        .map(sentence -> ((Map<?, ?>) sentence).get("sent").toString()).toList();
                if (!sentences.isEmpty()) {
                    references.add(new Reference(((Number) map.get("ref_id")).longValue(),
                            ((Number) map.get("ann_id")).longValue(), map.get("split").toString(), sentences));
                }
            }
            return references;
        } catch (NoSuchFileException e) {
            throw GladException.failure("no references at \"" + file
                    + "\"; expected refs(BY).p and instances.json as in"
                    + " RefCOCO", e);
        } catch (IOException | PickleException | ClassCastException | NullPointerException e) {
            throw GladException.failure("\"" + file + "\" isn't a pickled list of references; restore it", e);
        }
    }
}

package glad.datasets.images.internal;

import glad.api.GladException;
import glad.pickle.Pickle;
import glad.pickle.PickleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One object that people referred to.
 *
 * @param number of the reference
 * @param object number of its annotation
 * @param split {@code train}, {@code val}, ...
 * @param sentences at least one
 */
record Reference(long number, long object, String split, List<String> sentences) {

    /** The largest published file has a tenth of these. */
    private static final long MAX_BYTES = 1L << 30;
    private static final int MAX_VALUES = 40_000_000;

    /** Reads a pickled list of references. @throws GladException (failure) if it is missing or not such a list */
    static List<Reference> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw notOne(file, "it has " + Files.size(file) + " bytes", null);
            }
            List<Reference> references = new ArrayList<>();
            Pickle pickle = new Pickle(ByteBuffer.wrap(Files.readAllBytes(file)), MAX_VALUES);
            for (Object entry : (List<?>) pickle.load()) {
                Map<?, ?> map = (Map<?, ?>) entry;
                List<String> sentences = ((List<?>) map.get("sentences")).stream()
                        .map(sentence -> (String) ((Map<?, ?>) sentence).get("sent")).toList();
                if (!sentences.isEmpty()) {
                    references.add(new Reference((Long) map.get("ref_id"), (Long) map.get("ann_id"), (String) map.get("split"),
                            sentences));
                }
            }
            return references;
        } catch (NoSuchFileException e) {
            throw GladException.failure("no references at \"" + file
                    + "\"; expected refs(BY).p and instances.json as in"
                    + " RefCOCO", e);
        } catch (PickleException e) {
            throw notOne(file, e.damaged() ? e.getMessage() : "it " + e.getMessage(), e);
        } catch (IOException | ClassCastException | NullPointerException e) {
            throw notOne(file, "expected dicts with ref_id, ann_id, split and sentences", e);
        }
    }

    private static GladException notOne(Path file, String reason, Exception cause) {
        return GladException.failure("\"" + file + "\" isn't a pickled list of references: "
                + reason.replaceAll("\\p{Cntrl}", "?") + "; restore it", cause);
    }
}

package glad.bench.data;

import glad.api.GladException;
import glad.api.data.Dataset;
import glad.api.data.SequenceSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is there of a dataset.
 *
 * @param id the dataset's id
 * @param description what it is
 * @param place its folder or archive; empty if it needs none or none is known
 * @param kind in a word
 * @param sequences how many sequences its official list has; 0 unless it could be read
 * @param found how many of them have their images
 * @param annotated how many of them have their boxes
 * @param problem why it can't be used; empty if it can
 */
public record DatasetStatus(String id, String description, Optional<Path> place, Kind kind, int sequences, int found, int annotated,
        String problem) {

    /** How much is there. */
    public enum Kind {
        /** It needs a folder, and none is known. */
        UNSET,
        /** All images are there. */
        READY,
        /** Some images are missing. */
        PARTIAL,
        /** It can't be used. */
        PROBLEM
    }

    /** Looks at a dataset where it is. @throws GladException (usage) if there is none of that id */
    public static DatasetStatus of(Datasets datasets, String id) {
        Dataset dataset = datasets.dataset(id);
        Optional<Path> place = dataset.needsRoot() ? datasets.place(id) : Optional.empty();
        if (dataset.needsRoot() && place.isEmpty()) {
            return new DatasetStatus(id, dataset.description(), place, Kind.UNSET, 0, 0, 0, "");
        }
        try {
            SequenceSet set = datasets.open(id, null, List.of());
            int all = set.names().size();
            int found = (int) set.names().stream().filter(set::hasFrames).count();
            int annotated = (int) set.names().stream().filter(set::has).count();
            return new DatasetStatus(id, dataset.description(), place, found == all ? Kind.READY : Kind.PARTIAL, all, found,
                    annotated, "");
        } catch (GladException e) {
            return new DatasetStatus(id, dataset.description(), place, Kind.PROBLEM, 0, 0, 0, e.getMessage());
        }
    }
}

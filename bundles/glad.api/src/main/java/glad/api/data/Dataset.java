package glad.api.data;

import glad.api.eval.Rules;
import glad.api.options.OptionSchema;
import glad.api.options.Options;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of dataset: an OSGi service with a {@link glad.api.GladId}. To add one, implement
 * this interface in a bundle of its own.
 */
@ConsumerType
public interface Dataset {

    /** Returns one line about the dataset. */
    String description();

    /** Returns the options (split, seed, ...) that {@link #open} takes; none unless a dataset says so. */
    default OptionSchema options() {
        return OptionSchema.of();
    }

    /** Tells whether {@link #open} needs a folder on disk, as most do. */
    default boolean needsRoot() {
        return true;
    }

    /** Returns how its official evaluation treats what isn't clear. */
    default Rules rules() {
        return Rules.GENERAL;
    }

    /**
     * Returns the names that people give this dataset's folder, most usual first: where it is looked for below a root
     * that holds several datasets. None for a dataset that is only found where the user says.
     */
    default List<String> folderNames() {
        return List.of();
    }

    /**
     * Opens the dataset.
     *
     * @param root its folder, or null where {@link #needsRoot} is false; perhaps of a read-only file system that shows
     *     archives as if they were unpacked, so that {@link java.nio.file.Files} reads it but {@link java.io.File} may
     *     not
     * @param options values checked against {@link #options}
     * @throws glad.api.GladException if the folder isn't laid out as expected
     */
    SequenceSet open(@Nullable Path root, Options options);
}

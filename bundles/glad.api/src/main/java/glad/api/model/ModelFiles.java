package glad.api.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds the files that experiments name: {@code embedded:ID/NAME} in an {@link EmbeddedModel}, anything else as a path,
 * absolute or relative to the weights root. An OSGi service of the runtime.
 */
@ProviderType
public interface ModelFiles {

    /**
     * Opens a file.
     *
     * @throws glad.api.GladException naming the reference, what it was looked up in, and what is there instead
     * @throws IOException if reading fails
     */
    InputStream open(String reference) throws IOException;

    /** Tells whether there is something under a reference. */
    boolean has(String reference);

    /**
     * Returns the path of a reference to a file or folder on disk, or null for an embedded one.
     *
     * @throws glad.api.GladException if there is nothing at that path, as {@link #open}
     */
    @Nullable Path path(String reference);
}

package glad.api.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Files that a bundle carries for an experiment (weights, a tokenizer), so that it works without downloads. An OSGi
 * service with a {@link glad.api.GladId}; experiment files name an entry as {@code embedded:ID/NAME}.
 */
@ConsumerType
public interface EmbeddedModel {

    /** Returns the names of the files. */
    Set<String> names();

    /**
     * Opens one file.
     *
     * @throws IOException if it can't be read or there is none of that name
     */
    InputStream open(String name) throws IOException;
}

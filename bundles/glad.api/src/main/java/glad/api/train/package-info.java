/** Stages of a training: what is optimised, on which loss. */
@Export
@NullMarked
@Version("1.4.0")
package glad.api.train;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

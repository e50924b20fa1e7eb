/** Typed measures over finished sequences. */
@Export
@NullMarked
@Version("1.0.0")
package glad.api.eval;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

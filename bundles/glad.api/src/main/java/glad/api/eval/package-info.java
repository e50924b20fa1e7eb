/** Typed measures over finished sequences. */
@Export
@Version("0.1.0")
package glad.api.eval;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

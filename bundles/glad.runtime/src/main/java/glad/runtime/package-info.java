/** Composes trackers from parts, and runs them over frames. */
@Export
@Version("0.1.0")
package glad.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

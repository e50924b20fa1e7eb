/** The parts of a tracker and the factories that make them. */
@Export
@Version("0.1.0")
package glad.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

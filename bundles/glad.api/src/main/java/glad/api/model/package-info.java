/** The parts of a tracker and the factories that make them. */
@Export
@NullMarked
@Version("1.3.0")
package glad.api.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

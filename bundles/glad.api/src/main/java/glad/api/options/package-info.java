/** Options of parts: what a part accepts, and the checked values it got. */
@Export
@NullMarked
@Version("1.0.0")
package glad.api.options;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

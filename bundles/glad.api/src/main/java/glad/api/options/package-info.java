/** Options of parts: what a part accepts, and the checked values it got. */
@Export
@Version("0.1.0")
package glad.api.options;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

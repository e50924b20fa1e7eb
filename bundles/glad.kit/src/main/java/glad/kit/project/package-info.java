/** Projects that a plugin begins with. */
@Export
@Version("1.0.0")
package glad.kit.project;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

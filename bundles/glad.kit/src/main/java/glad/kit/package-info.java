/** What a plugin's dataset, metric or part has to hold, as checks that a test and {@code ./glad plugin check} run alike. */
@Export
@Version("1.0.0")
package glad.kit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Commands that bundles add to {@code ./glad} and to the Gogo shell. */
@Export
@Version("0.1.0")
package glad.shell;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

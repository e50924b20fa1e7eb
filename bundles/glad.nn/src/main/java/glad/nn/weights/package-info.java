/** Weight files: reading, writing, and loading into parameters by name. */
@Export
@Version("0.1.0")
package glad.nn.weights;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

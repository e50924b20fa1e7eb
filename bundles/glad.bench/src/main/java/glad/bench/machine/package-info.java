/** What the machine has, and what a run on it would need. */
@Export
@Version("0.1.0")
package glad.bench.machine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

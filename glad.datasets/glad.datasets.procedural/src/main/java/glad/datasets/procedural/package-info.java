/** Procedural tracking data: sequences drawn from a seed, and pairs of crops for training. */
@Export
@Version("0.1.0")
package glad.datasets.procedural;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Words of the procedural tracking data; its dataset and its pair source are services named {@code procedural}. */
@Export
@Version("0.1.0")
package glad.datasets.procedural;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Datasets: sequences of frames with boxes and a sentence. */
@Export
@Version("0.1.0")
package glad.api.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

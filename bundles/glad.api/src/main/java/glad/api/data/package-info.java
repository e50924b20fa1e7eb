/** Datasets: sequences of frames with boxes and a sentence. */
@Export
@NullMarked
@Version("1.2.0")
package glad.api.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

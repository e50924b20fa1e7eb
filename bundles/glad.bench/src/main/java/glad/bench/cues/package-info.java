/** What words and memory of a tracker did in a few frames, as a run keeps it. */
@Export
@Version("0.1.0")
package glad.bench.cues;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** One frame of a tracker from inside: attention, features, score, what the diffusion module sees, cues. */
@Export
@Version("0.1.0")
package glad.bench.look;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

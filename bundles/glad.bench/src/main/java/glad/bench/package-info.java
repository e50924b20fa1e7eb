/** What a program asks for: a video tracked, an experiment evaluated, a tracker's cost. */
@Export
@Version("0.1.0")
package glad.bench;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

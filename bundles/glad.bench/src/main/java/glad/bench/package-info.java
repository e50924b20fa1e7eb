/** What a program asks for: a video tracked, a tracker's cost, a dataset checked. */
@Export
@Version("0.1.0")
package glad.bench;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

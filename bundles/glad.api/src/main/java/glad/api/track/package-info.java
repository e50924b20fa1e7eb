/** Trackers: what follows one target from frame to frame. */
@Export
@NullMarked
@Version("1.1.0")
package glad.api.track;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

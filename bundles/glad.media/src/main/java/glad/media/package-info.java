/** Images and video in and out, crops, drawing, and classical trackers to compare with. */
@Export
@Version("0.1.0")
package glad.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

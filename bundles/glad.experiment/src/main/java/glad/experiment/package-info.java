/** Experiments: which parts make a tracker, with which options, weights and settings. */
@Export
@Version("0.1.0")
package glad.experiment;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

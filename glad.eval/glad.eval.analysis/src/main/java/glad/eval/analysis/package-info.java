/** Measured runs of trackers, compared: rankings, attributes, intervals over runs, paired bootstrap, tables. */
@Export
@Version("0.1.0")
package glad.eval.analysis;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

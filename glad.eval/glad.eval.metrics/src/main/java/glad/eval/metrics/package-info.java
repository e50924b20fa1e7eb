/** The measures of one-pass evaluation: success, precision, normalised precision, speed. */
@Export
@Version("0.1.0")
package glad.eval.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

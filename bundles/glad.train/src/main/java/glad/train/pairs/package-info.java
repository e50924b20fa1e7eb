/** Training pairs: what an experiment draws them from, and pairs of frames of datasets. */
@Export
@Version("0.1.0")
package glad.train.pairs;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

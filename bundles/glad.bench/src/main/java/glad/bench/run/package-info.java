/** Runs: a tracker over the sequences of a dataset, its results on disk, and where they come from. */
@Export
@Version("0.1.0")
package glad.bench.run;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Figures of results: by which metrics, of which runs, side by side. */
@Export
@Version("0.1.0")
package glad.bench.results;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

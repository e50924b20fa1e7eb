/** Raw results of trackers: read from folders and archives of any usual layout, written in the benchmarks' formats. */
@Export
@Version("0.1.0")
package glad.eval.results;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** The report page: plots, tables, film strips and where the figures come from, in one file. */
@Export
@Version("0.1.0")
package glad.eval.report;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

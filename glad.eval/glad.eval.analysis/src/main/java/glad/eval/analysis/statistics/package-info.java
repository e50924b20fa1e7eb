/** How sure a difference is: paired bootstrap over sequences and seeds, correction for many comparisons, equivalence, power. */
@Export
@Version("0.1.0")
package glad.eval.analysis.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

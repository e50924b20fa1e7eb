/** Ablations: a file that names a baseline and factors, the cells that follow from it, and what they cost. */
@Export
@Version("0.1.0")
package glad.ablate;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

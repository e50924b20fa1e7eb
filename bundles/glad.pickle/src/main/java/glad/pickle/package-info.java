/** Pickles read as data. */
@Export
@Version("0.1.0")
package glad.pickle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

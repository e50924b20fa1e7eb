/** Datasets as users name them: where they are, what is in them, what is wrong with them. */
@Export
@Version("0.1.0")
package glad.bench.data;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

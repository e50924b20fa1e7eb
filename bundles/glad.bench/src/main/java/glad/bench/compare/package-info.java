/** Where two runs part, and what each saw there. */
@Export
@Version("0.1.0")
package glad.bench.compare;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

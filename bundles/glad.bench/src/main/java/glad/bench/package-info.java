/** What a program asks for: checks of datasets. */
@Export
@Version("0.1.0")
package glad.bench;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

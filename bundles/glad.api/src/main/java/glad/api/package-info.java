/** What every room shares: boxes, pictures and the errors shown to a user. */
@Export
@Version("0.1.0")
package glad.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

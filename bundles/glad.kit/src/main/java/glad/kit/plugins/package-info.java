/** The plugins of a running product: what each offers, and why one that doesn't work, or any other bundle, doesn't. */
@Export
@Version("1.1.0")
package glad.kit.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** The plugins of a running product: what each offers, and why one that doesn't work doesn't. */
@Export
@Version("1.0.0")
package glad.kit.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

/** Small things that every bundle needs and the JDK lacks: files that appear whole or not at all, locks between processes. */
@Export
@Version("0.1.0")
package glad.base;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

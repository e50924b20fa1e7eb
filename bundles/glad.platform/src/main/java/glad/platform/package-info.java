/**
 * Trackers for programs that know nothing of OSGi; {@code glad.launcher.GladPlatform} hands them out. Of the platform's types only those of
 * {@code glad.api} appear here, since both packages are shared with the framework's inside.
 */
@Export
@Version("0.1.0")
package glad.platform;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

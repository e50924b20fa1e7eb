/** Stable Diffusion as a trainable part; everything else in this bundle is reached through services. */
@Export
@Version("0.1.0")
package glad.diffusion.sd;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

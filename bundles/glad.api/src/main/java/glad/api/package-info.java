/** What all bundles share: boxes, images and the errors shown to a user. */
@Export
@NullMarked
@Version("1.1.0")
package glad.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

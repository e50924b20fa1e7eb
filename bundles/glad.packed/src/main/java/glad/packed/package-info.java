/** Zip archives and LMDB packs read in place, as if they were unpacked. */
@Export
@Version("0.1.0")
package glad.packed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

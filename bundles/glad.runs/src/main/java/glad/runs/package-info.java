/** The runs that lie in a folder: found, filtered, compared, tagged, archived, handed on. */
@Export
@Version("0.1.0")
package glad.runs;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

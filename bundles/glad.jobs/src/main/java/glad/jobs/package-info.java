/** Jobs that outlive the command that submits them: a queue of plain files, and workers that claim its tasks. */
@Export
@Version("0.1.0")
package glad.jobs;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

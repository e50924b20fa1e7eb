/** Runs, jobs and trainings as pages for a browser on this machine. */
@Export
@Version("0.1.0")
package glad.pages;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

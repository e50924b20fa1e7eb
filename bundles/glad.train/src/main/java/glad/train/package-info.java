/** Training: optimiser, schedules, losses, checkpoints, and the loop that drives them from an experiment file. */
@Export
@Version("0.1.0")
package glad.train;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

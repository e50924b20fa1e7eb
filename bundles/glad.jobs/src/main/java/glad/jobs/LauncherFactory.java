package glad.jobs;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** A way of starting workers: an OSGi service, which {@code --launcher} names. */
@ConsumerType
public interface LauncherFactory {

    /** Returns what {@code --launcher} calls it, such as {@code slurm}. */
    String id();

    /** Returns one for the workers of a queue. @param queue its folder, which the workers' machines share */
    Launcher of(Path queue);
}

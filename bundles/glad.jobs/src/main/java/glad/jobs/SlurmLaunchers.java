package glad.jobs;

import java.nio.file.Path;
import java.time.Duration;
import org.osgi.service.component.annotations.Component;

/** Offers Slurm's launcher. */
@Component(service = LauncherFactory.class)
public final class SlurmLaunchers implements LauncherFactory {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String id() {
        return "slurm";
    }

    @Override
    public Launcher of(Path queue) {
        return new SlurmLauncher(queue, new SlurmCommands("", PATIENCE), WorkerCommand::required);
    }
}

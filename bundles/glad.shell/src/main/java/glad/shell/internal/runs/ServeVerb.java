package glad.shell.internal.runs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.GladException;
import glad.pages.OpenPages;
import glad.pages.PageServer;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens pages about runs, jobs and trainings until it is asked to stop. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=serve")
@Command(name = "serve", description = "Show runs, jobs and trainings as pages to a browser on this machine, until Ctrl-C. The pages are on the loopback"
        + " address only, and only whoever knows the token in the printed address sees them.")
public final class ServeVerb extends ShellCommand {

    private final PageServer server;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Listen on this port (default: any that is free).")
    private int port;

    @Option(names = "--control", description = "Let the pages hold, release, cancel and retry jobs, and tag runs and write notes of them; without it they can"
            + " only be read.")
    private boolean control;

    @Option(names = "--training", paramLabel = "DIR", description = "Show this training too, the --out of ./glad train; may be repeated. Those in the folder"
            + " for results are shown anyway.")
    private List<Path> trainings = new ArrayList<>();

    /** Made by the component runtime. */
    @Activate
    public ServeVerb(@Reference PageServer server) {
        this.server = server;
    }

    @Override
    protected Result run() throws InterruptedException {
        trainings.stream().filter(folder -> !Files.isDirectory(folder)).findFirst().ifPresent(folder -> {
            throw GladException.usage("there is no folder \"" + folder + "\"; expected the --out of ./glad train");
        });
        CountDownLatch left = new CountDownLatch(1);
        try (OpenPages pages = server.open(port, control, trainings)) {
            remark("pages: " + pages.address() + (control ? "" : " (read-only; --control lets them change jobs and runs)"));
            stop().during(left::countDown, () -> {
                left.await();
                return left;
            });
            return new Result(JsonNodeFactory.instance.objectNode().put("address", pages.address().toString()), "the pages are closed");
        }
    }
}

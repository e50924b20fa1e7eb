package glad.shell.internal.runs;

import glad.runs.RunStore;
import glad.runs.StoredRun;
import glad.shell.Result;
import glad.shell.ShellCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells about a run. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs show")
@Command(name = "show", description = "Tell what a run is and what it reached.")
public final class ShowRunVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "RUN", description = "Which run.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public ShowRunVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        StoredRun run = store.run(id);
        return new Result(RunTexts.json(run).put("folder", store.folder(id).toString()), RunTexts.lines(run));
    }
}

package glad.shell.internal.runs;

import glad.runs.RunStore;
import glad.runs.StoredRun;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a note of a run. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs note")
@Command(name = "note", description = "Write a note of a run in place of the one it has.")
public final class NoteRunVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "RUN", index = "0", description = "Which run.")
    private String id;

    @Parameters(paramLabel = "TEXT", index = "1..*", arity = "1..*", description = "What to write.")
    private List<String> words;

    /** Made by the component runtime. */
    @Activate
    public NoteRunVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        StoredRun run = store.mark(id, List.of(), List.of(), String.join(" ", words));
        return new Result(RunTexts.json(run), RunTexts.lines(run));
    }
}

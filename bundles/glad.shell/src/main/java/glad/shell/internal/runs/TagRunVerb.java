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

/** Puts tags on a run. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=runs tag")
@Command(name = "tag", description = "Put tags on a run; -TAG takes one off.")
public final class TagRunVerb extends ShellCommand {

    private final RunStore store;

    @Parameters(paramLabel = "RUN", index = "0", description = "Which run.")
    private String id;

    @Parameters(paramLabel = "TAG", index = "1..*", arity = "1..*", description = "Words without blanks.")
    private List<String> tags;

    /** Made by the component runtime. */
    @Activate
    public TagRunVerb(@Reference RunStore store) {
        this.store = store;
    }

    @Override
    protected Result run() {
        StoredRun run = store.mark(id, tags.stream().filter(tag -> !tag.startsWith("-")).toList(),
                tags.stream().filter(tag -> tag.startsWith("-")).map(tag -> tag.substring(1)).toList(), null);
        return new Result(RunTexts.json(run), run.id() + ": " + String.join(", ", run.tags()));
    }
}

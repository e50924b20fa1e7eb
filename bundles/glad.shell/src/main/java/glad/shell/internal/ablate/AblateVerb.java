package glad.shell.internal.ablate;

import glad.ablate.CellStore;
import glad.ablate.Planner;
import glad.ablate.Sweep;
import glad.ablate.SweepFile;
import glad.ablate.SweepPlan;
import glad.api.GladException;
import glad.base.Places;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs an ablation. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=ablate")
@Command(name = "ablate", description = "Run the variants of an experiment that a sweep file names.")
public final class AblateVerb extends ShellCommand {

    private final Planner planner;

    @Parameters(paramLabel = "FILE", description = "The sweep file: baseline, factors, design, datasets, seeds.")
    private Path file;

    @Option(names = "--plan", description = "Only say what would run, what it costs, and what difference it can see.")
    private boolean plan;

    /** Made by the component runtime. */
    @Activate
    public AblateVerb(@Reference Planner planner) {
        this.planner = planner;
    }

    @Override
    protected Result run() {
        Sweep sweep = SweepFile.read(file);
        SweepPlan planned = planner.plan(sweep, new CellStore(Places.of(System::getProperty).runs()));
        if (!plan) {
            throw GladException.usage("cells can be planned, not run yet; add --plan");
        }
        return PlanTexts.of(planned);
    }
}

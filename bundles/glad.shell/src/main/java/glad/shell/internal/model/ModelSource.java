package glad.shell.internal.model;

import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.LoadedExperiment;
import glad.runtime.Placement;
import glad.shell.Progress;
import glad.shell.ShellCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What commands make models of: the experiments that there are, and what loads them. */
@Component(service = ModelSource.class)
public final class ModelSource {

    private final Experiments experiments;
    private final ExperimentLoader loader;

    /** Made by the component runtime. */
    @Activate
    public ModelSource(@Reference Experiments experiments, @Reference ExperimentLoader loader) {
        this.experiments = experiments;
        this.loader = loader;
    }

    /** Returns the experiments. */
    public Experiments experiments() {
        return experiments;
    }

    /** Makes the model of an experiment, while a command shows how far it is. */
    public LoadedExperiment load(ShellCommand command, Experiment experiment, Placement placement) {
        try (Progress line = command.progress("load", "tensors")) {
            return loader.load(experiment, placement, p -> line.step(p.filled(), p.parameters(), p.reference()));
        }
    }

    /** Returns what makes models of them. */
    public ExperimentLoader loader() {
        return loader;
    }
}

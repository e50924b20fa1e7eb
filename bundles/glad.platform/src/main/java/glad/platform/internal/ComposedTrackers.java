package glad.platform.internal;

import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.platform.Trackers;
import glad.platform.VideoTracker;
import glad.runtime.Placement;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Trackers of the parts that are installed. */
@Component
public final class ComposedTrackers implements Trackers {

    private final Experiments experiments;
    private final ExperimentLoader loader;

    /** Made by the component runtime. */
    @Activate
    public ComposedTrackers(@Reference Experiments experiments, @Reference ExperimentLoader loader) {
        this.experiments = experiments;
        this.loader = loader;
    }

    @Override
    public List<String> experiments() {
        return experiments.names();
    }

    @Override
    public VideoTracker open(String name, String device, List<String> changes) {
        Experiment experiment = experiments.read(name, changes);
        return new ComposedTracker(loader.load(experiment,
                Placement.parse(device, experiment.precision().toString(), experiment.seed()), progress -> { }));
    }
}

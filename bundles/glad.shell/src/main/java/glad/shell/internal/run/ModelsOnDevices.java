package glad.shell.internal.run;

import glad.experiment.Experiment;
import glad.experiment.LoadedExperiment;
import glad.runtime.FeatureStore;
import glad.runtime.Placement;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelOptions;
import glad.shell.internal.model.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models of an experiment, one on each device; closed together. */
final class ModelsOnDevices implements AutoCloseable {

    private final List<LoadedExperiment> models = new ArrayList<>();

    private ModelsOnDevices() {}

    /**
     * Loads them, while a command shows how far it is.
     *
     * @param options say on which devices
     * @param features keeps diffusion features; empty if they are computed anew
     */
    static ModelsOnDevices load(ShellCommand command, ModelOptions options, ModelSource source, Experiment experiment,
            Optional<FeatureStore> features) {
        ModelsOnDevices loaded = new ModelsOnDevices();
        try {
            for (Placement placement : options.placements(experiment)) {
                LoadedExperiment model = options.load(command, source, experiment, placement);
                loaded.models.add(features.map(model::caching).orElse(model));
            }
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** Returns the first. */
    LoadedExperiment first() {
        return models.get(0);
    }

    /** Returns all. */
    List<LoadedExperiment> all() {
        return models;
    }

    @Override
    public void close() {
        models.forEach(LoadedExperiment::close);
    }
}

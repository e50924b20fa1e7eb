package glad.shell.internal;

import glad.experiment.LoadedExperiment;
import glad.runtime.FeatureStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models of an experiment, one on each device; closed together. */
final class ModelsOnDevices implements AutoCloseable {

    private final List<LoadedExperiment> models = new ArrayList<>();

    /** Adds one, which keeps diffusion features in a store if there is one. */
    void add(LoadedExperiment model, Optional<FeatureStore> features) {
        models.add(features.map(model::caching).orElse(model));
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

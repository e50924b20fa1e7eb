package glad.experiment;

import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.experiment.run.ContentHash;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.Placement;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the models of experiments. */
@Component(service = ExperimentLoader.class)
public final class ExperimentLoader {

    private final Composer composer;
    private final ModelFiles files;

    /** Makes a loader. */
    @Activate
    public ExperimentLoader(@Reference Composer composer, @Reference ModelFiles files) {
        this.composer = composer;
        this.files = files;
    }

    /**
     * Composes an experiment's model and fills it from its weight files.
     *
     * @throws GladException if a part or option is unknown, the experiment names no weights, or they don't fit
     */
    public LoadedExperiment load(Experiment experiment, Placement placement) {
        if (experiment.weights().isEmpty()) {
            throw GladException.failure("experiment \"" + experiment.name() + "\" has no weights yet; train it with ./glad"
                    + " train " + experiment.name() + " --out DIR and name what that writes by --weights FILE");
        }
        Model model = composer.compose(experiment.model(), placement);
        try {
            model.load(experiment.weights(), files);
            Map<String, String> hashes = new LinkedHashMap<>();
            for (String reference : experiment.weights()) {
                try (InputStream in = files.open(reference)) {
                    hashes.put(reference, ContentHash.of(in));
                }
            }
            return new LoadedExperiment(experiment, model, hashes);
        } catch (IOException e) {
            model.close();
            throw GladException.failure("the weights of experiment \"" + experiment.name() + "\" can't be read: " + e, e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Composes an experiment's model with initial parameters, for measuring and for training. */
    public LoadedExperiment initial(Experiment experiment, Placement placement) {
        return new LoadedExperiment(experiment, composer.compose(experiment.model(), placement), Map.of());
    }
}

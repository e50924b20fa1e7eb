package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.GladException;
import glad.api.model.Parameter;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training interrupted between two updates: weights, optimiser state, stage and update. All random draws follow from the
 * seed, the stage and the update, so that nothing else is needed to go on bit for bit.
 */
final class Checkpoint {

    private static final String WEIGHTS = "model.";
    private static final String OPTIMISER = "optimiser.";

    private final Path file;
    private final String spec;

    /**
     * Names a checkpoint.
     *
     * @param file where it lies
     * @param spec text of the training it belongs to; another text is another training
     */
    Checkpoint(Path file, String spec) {
        this.file = file;
        this.spec = spec;
    }

    /** Where a checkpoint stands. */
    record Place(int stage, long update) {}

    /**
     * Reads where the checkpoint stands, or returns null if there is none.
     *
     * @throws GladException if it belongs to another training
     */
    Place place() {
        if (!Files.exists(file)) {
            return null;
        }
        try (Safetensors saved = Safetensors.open(file)) {
            if (!spec.equals(saved.metadata().get("training"))) {
                throw GladException.usage("checkpoint \"" + file + "\" belongs to another training than this experiment"
                        + " describes; choose another --out, or delete it to start anew");
            }
            return new Place(Integer.parseInt(saved.metadata().get("stage")),
                    Long.parseLong(saved.metadata().get("update")));
        }
    }

    /** Reads the weights. */
    void weights(List<Parameter> parameters, NDManager manager) {
        try (Safetensors saved = Safetensors.open(file)) {
            var report = WeightLoader.load(saved, WEIGHTS, parameters, manager);
            if (!report.complete()) {
                throw GladException.failure("checkpoint \"" + file + "\" doesn't fit the model: " + report.summary());
            }
        }
    }

    /** Reads the optimiser's state. */
    void optimiser(AdamW optimiser, NDManager manager) {
        try (Safetensors saved = Safetensors.open(file); NDManager scope = manager.newSubManager()) {
            optimiser.restore(name -> saved.read(OPTIMISER + name, scope));
        }
    }

    /** Writes a checkpoint over the last one. */
    void write(Place place, List<Parameter> parameters, AdamW optimiser, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            parameters.forEach(p -> arrays.put(WEIGHTS + p.name(), p.array()));
            optimiser.state(scope).forEach((name, array) -> arrays.put(OPTIMISER + name, array));
            SafetensorsWriter.write(file, arrays, Map.of("training", spec, "stage", Integer.toString(place.stage()),
                    "update", Long.toString(place.update())), SafetensorsWriter.Storage.F32);
        }
    }
}

package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.Parameter;
import glad.base.WholeFile;
import glad.nn.Torch;
import glad.nn.weights.Safetensors;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import glad.nn.weights.WeightLoader;
import glad.runtime.PartKind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A training interrupted between two updates: weights (averages, where they are kept), optimiser state, stage and update. All random draws follow from the
 * seed, the stage and the update, so that nothing else is needed to go on bit for bit.
 */
final class Checkpoint {

    private static final String WEIGHTS = "model.";
    private static final String OPTIMISER = "optimiser.";
    private static final String IN_TRAINING = "training.";
    private static final String MEASURE = "iou";
    private static final String STAGE = "stage";
    private static final String UPDATE = "update";
    private static final String SETTINGS = "settings";
    private static final String GIVEN = "given";
    private static final String LOG = "log";
    private static final String WINDOW = "window";
    private static final String BEST = "best.safetensors";

    private final Path file;
    private final TrainingSettings settings;

    /**
     * Names a checkpoint.
     *
     * @param file where it lies
     * @param settings of the training that writes it
     */
    Checkpoint(Path file, TrainingSettings settings) {
        this.file = file;
        this.settings = settings;
    }

    /**
     * Where a checkpoint stands.
     *
     * @param stage number of the stage, from 0; as many as there are if the training is complete
     * @param update how many updates of it are done
     * @param log length of the log in bytes
     * @param window what isn't in the log yet, see {@link LogWindow}
     */
    record Place(int stage, long update, long log, String window) {}

    /** Reads where the checkpoint stands, or returns null if there is none. */
    Place place() {
        if (!Files.exists(file)) {
            return null;
        }
        try (Safetensors saved = Safetensors.open(file)) {
            Map<String, String> told = saved.metadata();
            if (!told.keySet().containsAll(List.of(SETTINGS, LOG, WINDOW, STAGE, UPDATE, GIVEN))) {
                throw GladException.usage("checkpoint \"" + file + "\" wasn't written by this version's ./glad train; choose another"
                        + " --out, or begin with it as initial weights");
            }
            return new Place(Integer.parseInt(told.get(STAGE)), Long.parseLong(told.get(UPDATE)), Long.parseLong(told.get(LOG)),
                    told.get(WINDOW));
        }
    }

    /**
     * Returns what the training changes that goes on from here, by key.
     *
     * @throws GladException (usage) naming all that may not change
     */
    Map<String, TrainingSettings.Change> changes(Place place) {
        try (Safetensors saved = Safetensors.open(file)) {
            Map<String, TrainingSettings.Change> changes = TrainingSettings.parse(saved.metadata().get(SETTINGS)).changes(settings);
            List<String> refused = changes.keySet().stream().filter(key -> !TrainingSettings.mayChange(key, place.stage()))
                    .map(key -> key + " (" + changes.get(key) + ")").toList();
            if (!refused.isEmpty()) {
                throw GladException.usage("checkpoint \"" + file + "\" belongs to another training than this experiment describes: "
                        + String.join(", ", refused) + "; rates, lengths and checks of stages that aren't over may change, for"
                        + " anything else choose another --out");
            }
            return changes;
        }
    }

    /** Returns the kinds of parts whose parameters come from the initial weights, not from here. */
    Set<PartKind> given() {
        try (Safetensors saved = Safetensors.open(file)) {
            return Arrays.stream(saved.metadata().get(GIVEN).split(",")).filter(key -> !key.isEmpty()).map(PartKind::of)
                    .collect(Collectors.toSet());
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

    /** Reads the optimiser's state and, where weights are averaged, those in training; the averages are {@link #weights}. */
    void state(AdamW optimiser, WeightAverage average, NDManager manager) {
        try (Safetensors saved = Safetensors.open(file); NDManager scope = manager.newSubManager()) {
            optimiser.restore(name -> saved.read(OPTIMISER + name, scope));
            average.restore(name -> saved.read(IN_TRAINING + name, scope));
        }
    }

    /**
     * Writes a checkpoint over the last one.
     *
     * @param measure the held-out IoU if it was just measured, else NaN
     */
    void write(Place place, double measure, List<Parameter> parameters, AdamW optimiser, WeightAverage average, FrozenParts frozen,
            TrainingSpec spec, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            Map<String, NDArray> averages = average.averages();
            parameters.forEach(p -> {
                NDArray own = averages.get(p.name());
                arrays.put(WEIGHTS + p.name(), own == null ? p.array() : own);
                if (own != null) {
                    arrays.put(IN_TRAINING + p.name(), p.array());
                }
            });
            optimiser.state(scope).forEach((name, array) -> arrays.put(OPTIMISER + name, array));
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put(SETTINGS, settings.toString());
            metadata.put(STAGE, Integer.toString(place.stage()));
            metadata.put(UPDATE, Long.toString(place.update()));
            metadata.put(LOG, Long.toString(place.log()));
            metadata.put(WINDOW, place.window());
            metadata.put(MEASURE, Double.toString(measure));
            metadata.put(WeightFile.MODEL, WEIGHTS);
            metadata.put(GIVEN, frozen.given().stream().map(PartKind::key).collect(Collectors.joining(",")));
            if (!frozen.given().isEmpty()) {
                ArrayNode before = new JsonMapper().createArrayNode();
                FrozenParts.references(spec, frozen.given()).forEach(before::add);
                metadata.put(WeightFile.BEFORE, before.toString());
            }
            SafetensorsWriter.write(file, arrays, metadata, SafetensorsWriter.Storage.F32);
        }
    }

    /** Writes the model of this checkpoint in half precision, without what makes it a checkpoint. */
    void export(Path to, String training) {
        try (WeightFile saved = WeightFile.open(file); NDManager scope = Torch.manager()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            saved.tensors().keySet().forEach(name -> arrays.put(name, saved.read(name, scope)));
            Map<String, String> metadata = new TreeMap<>(Map.of("training", training));
            if (saved.metadata().containsKey(WeightFile.BEFORE)) {
                metadata.put(WeightFile.BEFORE, saved.metadata().get(WeightFile.BEFORE));
            }
            SafetensorsWriter.write(to, arrays, metadata, SafetensorsWriter.Storage.F16);
        }
    }

    /**
     * Keeps the checkpoint just written beyond the next: under its place's name if several of the last are wanted, and as
     * {@code best.safetensors} if its measure is the best so far.
     */
    void keep(Place place, double measure, Checkpoints wanted) {
        try {
            if (wanted.keep() > 1) {
                link("checkpoint-%02d-%09d.safetensors".formatted(place.stage(), place.update()));
                try (Stream<Path> files = Files.list(file.getParent())) {
                    List<Path> kept = files.filter(f -> f.getFileName().toString().matches("checkpoint-\\d+-\\d+\\.safetensors"))
                            .sorted().toList();
                    for (Path old : kept.subList(0, Math.max(0, kept.size() - wanted.keep()))) {
                        Files.delete(old);
                    }
                }
            }
            if (wanted.best() && Double.isFinite(measure) && !(best() >= measure)) {
                link(BEST);
            }
        } catch (IOException e) {
            throw GladException.failure("checkpoint \"" + file + "\" can't be kept under another name: " + Reason.of(e), e);
        }
    }

    /** Returns the measure of the best checkpoint so far, NaN if there is none. */
    private double best() {
        Path best = file.resolveSibling(BEST);
        if (!Files.exists(best)) {
            return Double.NaN;
        }
        try (Safetensors saved = Safetensors.open(best)) {
            return Double.parseDouble(saved.metadata().getOrDefault(MEASURE, "NaN"));
        }
    }

    /** Gives the checkpoint another name, without copying it where the file system can: the next one replaces only the first. */
    private void link(String name) throws IOException {
        WholeFile.write(file.resolveSibling(name), aside -> {
            Files.deleteIfExists(aside);
            try {
                Files.createLink(aside, file);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(file, aside);
            }
        });
    }
}

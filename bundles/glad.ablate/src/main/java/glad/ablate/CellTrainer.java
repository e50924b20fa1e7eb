package glad.ablate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import glad.base.LockFile;
import glad.base.WholeFile;
import glad.bench.data.Datasets;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.experiment.ContentHash;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.jobs.State;
import glad.jobs.TaskControl;
import glad.jobs.TaskRunner.Outcome;
import glad.runtime.Composer;
import glad.runtime.Placement;
import glad.runtime.Registries;
import glad.train.InitialWeights;
import glad.train.Trainer;
import glad.train.TrainingData;
import glad.train.TrainingSpec;
import glad.train.TrainingStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Trains what cells are evaluated with, each training once for all cells that differ in evaluation only. Its folder keeps beside the
 * weights what made them: code and initial weights.
 */
@Component(service = CellTrainer.class)
public final class CellTrainer {

    /** Fraction of a cell's progress that its training is shown as. */
    static final double PART = 0.9;

    private static final int DIGITS = 16;
    private static final long PAUSE_MILLIS = 500;
    private static final String WEIGHTS = "weights";
    /** Whatever else an experiment holds decides nothing but how the trained tracker is evaluated. */
    private static final String TRAINED_BY = "(text|diffusion|backbone|fusion|words|memory|head|template|search)\\..*|tracker\\.padding";

    private final Composer composer;
    private final ModelFiles files;
    private final ExperimentLoader loader;
    private final Datasets datasets;
    private final Registries registries;
    private final CellStore store;
    /** DJL collects gradients for one training in a process. */
    private final Semaphore one = new Semaphore(1);

    /** Made by the component runtime. */
    @Activate
    public CellTrainer(@Reference Composer composer, @Reference ModelFiles files, @Reference ExperimentLoader loader,
            @Reference Datasets datasets, @Reference Registries registries, @Reference CellStore store) {
        this.composer = composer;
        this.files = files;
        this.loader = loader;
        this.datasets = datasets;
        this.registries = registries;
        this.store = store;
    }

    /** Returns how an experiment is trained. @throws GladException (usage) if its {@code training} is wrong or missing */
    TrainingSpec spec(Experiment experiment) {
        return TrainingSpec.read(experiment.training(), registries.stages());
    }

    /** Returns the name of the training that an experiment's weights come from, made of all that they follow from. */
    String id(Experiment experiment) {
        SortedMap<String, String> content = experiment.content();
        content.keySet().removeIf(key -> !key.matches(TRAINED_BY));
        return ContentHash.of(content.toString(), spec(experiment).toString()).substring(0, DIGITS);
    }

    /** Returns an experiment with the weights of its training. */
    Experiment trained(Experiment experiment) {
        return withWeights(experiment, List.of(weights(id(experiment)).toAbsolutePath().toString()));
    }

    /** Tells whether a training is complete. */
    boolean finished(String id) {
        return Files.exists(weights(id));
    }

    private Path weights(String id) {
        return store.training(id).resolve("weights.safetensors");
    }

    private static Experiment withWeights(Experiment experiment, List<String> references) {
        ObjectNode tree = experiment.tree().deepCopy();
        ArrayNode list = tree.putArray(WEIGHTS);
        references.forEach(list::add);
        return Experiment.of(experiment.name(), tree);
    }

    /**
     * Trains, from the checkpoint of an earlier try if there is one, unless the weights are there. Where another worker trains the same, or
     * this one trains on another of its devices, this waits for it.
     *
     * @return {@link State#DONE} if the weights are there, {@link State#WAITING} if the task was stopped before, {@link State#STALE} if what
     *     is there was made by other code or of other initial weights and isn't to be replaced
     */
    Outcome train(Experiment experiment, TaskControl control) throws IOException {
        String id = id(experiment);
        AtomicBoolean stopped = new AtomicBoolean();
        control.onStop(() -> stopped.set(true));
        Files.createDirectories(store.training(id).getParent());
        while (!one.tryAcquire()) {
            if (!pause(stopped, control, "waits for the training of another device's cell")) {
                return new Outcome(State.WAITING, "");
            }
        }
        try {
            return alone(experiment, id, stopped, control);
        } finally {
            one.release();
        }
    }

    private Outcome alone(Experiment experiment, String id, AtomicBoolean stopped, TaskControl control) throws IOException {
        Path file = store.training(id).resolveSibling(id + ".lock");
        Optional<LockFile> lock = LockFile.tryTake(file);
        while (lock.isEmpty()) {
            if (!pause(stopped, control, "waits for a worker that trains the same")) {
                return new Outcome(State.WAITING, "");
            }
            lock = LockFile.tryTake(file);
        }
        try (LockFile held = lock.get()) {
            SortedMap<String, String> now = content(experiment, bundles(experiment), loader::hashes);
            String stale = stale(id, now);
            if (!stale.isEmpty() && !control.replacing()) {
                return new Outcome(State.STALE, stale);
            }
            if (!stale.isEmpty()) {
                store.aside(store.training(id));
            }
            if (!finished(id)) {
                WholeFile.write(made(id), new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(now));
                return new Outcome(run(experiment, id, control) ? State.DONE : State.WAITING, "");
            }
            return new Outcome(State.DONE, "");
        }
    }

    /** Waits a moment; returns false if the task was stopped meanwhile. */
    private static boolean pause(AtomicBoolean stopped, TaskControl control, String why) {
        control.progress(0, why);
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !stopped.get();
    }

    private boolean run(Experiment experiment, String id, TaskControl control) {
        TrainingSpec spec = spec(experiment);
        control.progress(0, "prepares training " + id);
        List<Placement> placements = Placement.several(control.device(), "fp32", spec.seed());
        TrainingData data = new TrainingData(datasets, registries.pairs(), experiment, spec, control::log);
        Trainer trainer = new Trainer(composer, files, experiment.model(), placements, spec,
                data.pairs(Runtime.getRuntime().availableProcessors()), store.training(id),
                status -> control.progress(PART * done(status), String.format(Locale.ROOT, "trains %s: %d of %d examples, loss %.4f",
                        status.goal(), status.samples(), status.total(), status.loss())), control::log);
        control.onStop(trainer::stop);
        return trainer.run();
    }

    private static double done(TrainingStatus status) {
        return (status.stage() - 1 + (double) status.samples() / status.total()) / status.stages();
    }

    private Path made(String id) {
        return store.training(id).resolve("content.json");
    }

    private static SortedMap<String, String> bundles(Experiment experiment) {
        return new TreeMap<>(Provenance.now("", experiment.name(), Placement.cpu(), Optional.empty(), Map.of()).bundles());
    }

    /** Returns what made the weights of a training that would begin now, besides what its id is made of. */
    private SortedMap<String, String> content(Experiment experiment, Map<String, String> bundles,
            Function<Experiment, Map<String, String>> hashes) {
        SortedMap<String, String> content = new TreeMap<>();
        List<String> initial = spec(experiment).initial().stream().map(InitialWeights::file).toList();
        hashes.apply(withWeights(experiment, initial)).forEach((reference, hash) -> content.put("initial weights " + reference, hash));
        bundles.forEach((bundle, hash) -> content.put(RunFolder.BUNDLE + bundle, hash));
        return content;
    }

    /**
     * Returns why an experiment's training isn't what it would be now; empty if it is, or isn't there.
     *
     * @param bundles the code's hashes by bundle
     * @param hashes gives those of an experiment's weights
     */
    String stale(Experiment experiment, Map<String, String> bundles, Function<Experiment, Map<String, String>> hashes) {
        return stale(id(experiment), content(experiment, bundles, hashes));
    }

    private String stale(String id, SortedMap<String, String> now) {
        if (!Files.exists(made(id))) {
            return "";
        }
        try {
            SortedMap<String, String> before = new JsonMapper().readValue(made(id).toFile(), new TypeReference<TreeMap<String, String>>() { });
            List<String> changed = now.keySet().stream().filter(key -> !now.get(key).equals(before.get(key))).toList();
            return changed.isEmpty() && before.size() == now.size() ? "" : "its training: " + (changed.isEmpty() ? "a bundle is gone"
                    : changed.get(0) + " has changed" + (changed.size() == 1 ? "" : ", and " + (changed.size() - 1) + " more"));
        } catch (IOException e) {
            throw GladException.failure("what made the training \"" + store.training(id) + "\" can't be read: " + Reason.of(e)
                    + "; remove the folder to train anew", e);
        }
    }
}

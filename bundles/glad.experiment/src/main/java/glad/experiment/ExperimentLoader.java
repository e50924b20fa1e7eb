package glad.experiment;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.ModelFiles;
import glad.nn.Torch;
import glad.nn.weights.LoadReport;
import glad.runtime.Composer;
import glad.runtime.LoadProgress;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartKind;
import glad.runtime.PartSpec;
import glad.runtime.Parts;
import glad.runtime.Placement;
import glad.runtime.WeightPiece;
import glad.runtime.WeightReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes the models of experiments. */
@Component(service = ExperimentLoader.class)
public final class ExperimentLoader {

    /** The word that stands for seeded random parameters in place of an experiment's weight files. */
    public static final String RANDOM = "random";

    /** Random parameters understand no words, so any tokenizer does where the experiment's own isn't at hand. */
    private static final String ANY_TOKENIZER = "embedded:glad-nano/tokenizer.json";
    private static final String TOKENIZER = "tokenizer";

    /** How often weights are read that were replaced meanwhile. */
    private static final int READINGS = 3;

    private final Composer composer;
    private final Parts parts;
    private final ModelFiles files;

    /** Makes a loader. */
    @Activate
    public ExperimentLoader(@Reference Composer composer, @Reference Parts parts, @Reference ModelFiles files) {
        this.composer = composer;
        this.parts = parts;
        this.files = files;
    }

    /**
     * Composes an experiment's model and fills it from its weight files, or with {@link #initial} parameters if its weights
     * are {@link #RANDOM}. Meanwhile another thread takes the files' check sums.
     *
     * @param progress told now and then how far it is
     * @throws GladException if a part or option is unknown, the experiment names no weights, or they don't fit
     */
    public LoadedExperiment load(Experiment experiment, Placement placement, Consumer<LoadProgress> progress) {
        if (experiment.weights().isEmpty()) {
            throw GladException.failure("experiment \"" + experiment.name() + "\" has no weights yet; train it with ./glad"
                    + " train " + experiment.name() + " --out DIR and name what that writes by --weights FILE");
        }
        if (experiment.weights().equals(List.of(RANDOM))) {
            return initial(experiment, placement);
        }
        for (int reading = 1; ; reading++) {
            // A training replaces its checkpoint while somebody else evaluates it.
            Map<Path, Object> before = states(experiment.weights());
            LoadedExperiment loaded = read(experiment, placement, progress);
            if (states(experiment.weights()).equals(before)) {
                return loaded;
            }
            loaded.close();
            if (reading == READINGS) {
                throw GladException.failure("the weights of experiment \"" + experiment.name() + "\" were replaced each time while they"
                        + " were read; copy the checkpoint and name the copy by --weights");
            }
        }
    }

    /** Returns what tells a file from the one that takes its place. */
    private Map<Path, Object> states(List<String> references) {
        Map<Path, Object> states = new LinkedHashMap<>();
        for (String reference : references) {
            Path path = files.path(reference);
            if (path != null && Files.isRegularFile(path)) {
                try {
                    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
                    states.put(path, List.of(String.valueOf(found.fileKey()), found.lastModifiedTime(), found.size()));
                } catch (IOException e) {
                    throw GladException.failure("weights \"" + path + "\" can't be read: " + Reason.of(e), e);
                }
            }
        }
        return states;
    }

    private LoadedExperiment read(Experiment experiment, Placement placement, Consumer<LoadProgress> progress) {
        Model model = composer.compose(experiment.model(), placement);
        // It never computes with the engine: OpenMP's threads would sleep at every barrier from then on.
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Map<String, String>> hashes = other.submit(() -> hashes(experiment.weights()));
            // Whoever tracks, this thread or others, is then the only one that keeps OpenMP's threads.
            AtomicReference<LoadReport> report = new AtomicReference<>();
            Torch.apart(() -> report.set(model.weights().load(experiment.weights(), files, progress)));
            return new LoadedExperiment(experiment, model, composer.verdict(placement), waitFor(hashes),
                    SwitchedOff.of(experiment.model(), report.get().unexpected()));
        } catch (ExecutionException e) {
            model.close();
            throw GladException.failure("the weights of experiment \"" + experiment.name() + "\" can't be read: "
                    + e.getCause(), e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        } finally {
            other.shutdownNow();
        }
    }

    /** Waits even where the thread is interrupted, whose flag stays: whoever runs the model then stops, and says how to go on. */
    private static Map<String, String> waitFor(Future<Map<String, String>> hashes) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return hashes.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Composes an experiment's model, fills it from its weight files and tells what each gave, whether or not that is enough. The
     * model is closed again.
     *
     * @param progress told now and then how far it is
     * @throws GladException if a part or option is unknown, the experiment names no weight files, or one can't be had or read
     */
    public WeightReport check(Experiment experiment, Placement placement, Consumer<LoadProgress> progress) {
        if (experiment.weights().isEmpty() || experiment.weights().equals(List.of(RANDOM))) {
            throw GladException.usage("experiment \"" + experiment.name() + "\" names no weight files to check; name some by --weights FILE");
        }
        try (Model model = composer.compose(withSomeTokenizer(experiment.model()), placement)) {
            return model.weights().fill(experiment.weights(), files, progress);
        }
    }

    /**
     * Returns the SHA-256 of every weight file of an experiment, by reference, as {@link LoadedExperiment#weights} has them.
     *
     * @throws GladException (failure) if one isn't there or can't be read
     */
    public Map<String, String> hashes(Experiment experiment) {
        try {
            return experiment.weights().equals(List.of(RANDOM)) ? Map.of() : hashes(experiment.weights());
        } catch (IOException e) {
            throw GladException.failure("the weights of experiment \"" + experiment.name() + "\" can't be read: " + Reason.of(e), e);
        }
    }

    private Map<String, String> hashes(List<String> references) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String reference : references) {
            Path path = files.path(reference);
            if (path == null) {
                try (InputStream in = files.open(reference)) {
                    hashes.put(reference, ContentHash.of(in));
                }
            } else if (!Files.isDirectory(path)) {
                hashes.put(reference, ContentHash.of(path));
            } else {
                for (WeightPiece piece : WeightPiece.of(path)) {
                    hashes.put(reference + "/" + path.relativize(piece.file()), ContentHash.of(piece.file()));
                }
            }
        }
        return hashes;
    }

    /**
     * Composes an experiment's model with initial (seeded random) parameters, for measuring. It needs no files: where the
     * text encoder's tokenizer isn't there, the embedded experiment's cuts the sentences.
     */
    public LoadedExperiment initial(Experiment experiment, Placement placement) {
        Model model = composer.compose(withSomeTokenizer(experiment.model()), placement);
        try {
            model.weights().draw();
            return new LoadedExperiment(experiment, model, composer.verdict(placement), Map.of(), List.of());
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /**
     * Returns a model that can be composed without its text encoder's tokenizer: where that isn't at hand, the embedded experiment's cuts the
     * sentences.
     */
    public ModelSpec withSomeTokenizer(ModelSpec spec) {
        PartSpec text = spec.text();
        Optional<String> reference = parts.factory(PartKind.TEXT, text.id()).options().options().stream()
                .filter(option -> option.key().equals(TOKENIZER)).map(option -> (String) option.defaultValue())
                .map(preset -> text.options().path(TOKENIZER).asText(preset)).findFirst();
        if (reference.isEmpty() || !reference.get().isEmpty() && files.has(reference.get())) {
            return spec;
        }
        PartSpec other = new PartSpec(text.id(), text.options().deepCopy().put(TOKENIZER, ANY_TOKENIZER));
        return spec.with(PartKind.TEXT, other);
    }
}

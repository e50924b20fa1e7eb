package glad.runtime;

import ai.djl.ndarray.NDArray;
import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.api.model.Parameter;
import glad.api.model.Part;
import glad.nn.weights.LoadReport;
import glad.nn.weights.SafetensorsWriter;
import glad.nn.weights.WeightFile;
import glad.nn.weights.WeightLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The values of a model's parameters: drawn, read from weight files, written to one. */
public final class ModelWeights {

    private final Model model;

    ModelWeights(Model model) {
        this.model = model;
    }

    /**
     * Draws every parameter that hasn't a value yet, on all processors, and {@linkplain Parameter#round rounds} it; without
     * this they are drawn as they are used.
     */
    public void draw() {
        // The threads end with the drawing: as long as another than the caller's has computed and lives, OpenMP's threads
        // sleep at every barrier, which makes small networks half again as slow.
        ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            for (Future<?> drawn : model.parameters().stream().map(p -> threads.submit(() -> draw(p))).toList()) {
                drawn.get();
            }
            threads.shutdown();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw GladException.failure("drawing parameters was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static void draw(Parameter parameter) {
        parameter.array();
        parameter.round();
    }

    /**
     * Fills parameters from a file by their full names; what the file lacks stays as it is.
     *
     * @return what was filled and what wasn't
     */
    public LoadReport load(WeightFile file) {
        LoadReport report = WeightLoader.load(file, "", model.parameters(), model.manager());
        model.forgetNullText();
        return report;
    }

    /**
     * Fills the whole model from one or several files; where two hold a name, the later one counts. They may be files of a
     * whole tracker, of one part under that part's own names, a folder of a diffusers pipeline, or a low-rank change (LoRA)
     * of what the files before it gave. The parameters are {@linkplain Parameter#round rounded}: what is to be trained goes
     * through {@link #initialise}.
     *
     * @param references the files as an experiment names them, see {@link ModelFiles}
     * @param files finds them
     * @param progress told now and then how far it is
     * @return what was filled; complete
     * @throws GladException if a file can't be had or read, fills nothing although no part is switched off that it could be of, or holds
     *     what would be dropped although it changes what is computed (see {@link Part#remedy}); or if a parameter is in none of them
     *     or has another shape
     */
    public LoadReport load(List<String> references, ModelFiles files, Consumer<LoadProgress> progress) {
        WeightReport report = fill(references, files, progress);
        report.problems().stream().findFirst().ifPresent(problem -> {
            throw GladException.failure(problem);
        });
        return report.all();
    }

    /**
     * Fills the model as {@link #load(List, ModelFiles, Consumer)} does and tells what each file gave, whether or not that is
     * enough.
     *
     * @throws GladException if a file can't be had or read
     */
    public WeightReport fill(List<String> references, ModelFiles files, Consumer<LoadProgress> progress) {
        return read(references, files, parameter -> true, progress);
    }

    /**
     * Fills what the files have, of the same kinds as for {@link #load(List, ModelFiles, Consumer)}, and leaves all else as it is: where a
     * training begins.
     *
     * @param references the files
     * @param files finds them
     * @param rounded the kinds of parts that aren't trained, whose parameters are {@linkplain Parameter#round rounded}
     * @return by reference, what its files filled or changed and what they didn't
     * @throws GladException if a file can't be had or read, holds nothing of this model, or a parameter of another shape
     */
    public Map<String, LoadReport> initialise(List<String> references, ModelFiles files, Set<PartKind> rounded) {
        Set<String> names = rounded.stream().flatMap(kind -> model.parameters(kind).stream()).map(Parameter::name)
                .collect(Collectors.toSet());
        WeightReport report = read(references, files, parameter -> names.contains(parameter.name()), progress -> { });
        report.dropped().stream().findFirst().ifPresent(problem -> {
            throw GladException.failure(problem);
        });
        Map<String, LoadReport> each = report.references();
        each.forEach((reference, one) -> {
            if (one.loaded().isEmpty() || !one.misshapen().isEmpty()) {
                throw GladException.failure("weights \"" + reference + "\" don't fit the model: " + one.summary()
                        + "; use weights that belong to these parts, or change the parts' options");
            }
        });
        return each;
    }

    private WeightReport read(List<String> references, ModelFiles files, Predicate<Parameter> rounded, Consumer<LoadProgress> progress) {
        ModelLoader loader = new ModelLoader(model, rounded, progress);
        loader.load(references, files);
        model.forgetNullText();
        return loader.report();
    }

    /**
     * Writes all parameters and buffers under their full names.
     *
     * @param file where
     * @param metadata free texts to store beside them
     * @param storage how fp32 values are stored
     * @throws GladException if it can't be written
     */
    public void save(Path file, Map<String, String> metadata, SafetensorsWriter.Storage storage) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        model.parameters().forEach(p -> arrays.put(p.name(), p.array()));
        SafetensorsWriter.write(file, arrays, metadata, storage);
    }
}

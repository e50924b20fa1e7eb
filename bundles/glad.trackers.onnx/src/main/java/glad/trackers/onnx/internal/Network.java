package glad.trackers.onnx.internal;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The models of a tracker, with the template that they were shown. Used by one thread. */
final class Network implements AutoCloseable {

    private final Recipe recipe;
    private final int threads;
    private final Map<Path, OnnxModel> models = new LinkedHashMap<>();
    private OnnxTensor templateCrop;
    private OrtSession.Result templateFeatures;

    private Network(Recipe recipe, int threads) {
        this.recipe = recipe;
        this.threads = threads;
    }

    /** Loads the models, and refuses a recipe that doesn't fit them. */
    static Network open(Recipe recipe, int threads) {
        Network network = new Network(recipe, threads);
        try {
            network.check(recipe.template());
            network.check(recipe.search());
            recipe.decoding().outputs().forEach(output -> network.model(recipe.model()).needsMaps(output.name(), output.channels()));
            return network;
        } catch (RuntimeException | LinkageError e) {
            network.close();
            throw e;
        }
    }

    /** A file that both crops go through is loaded once. */
    private OnnxModel model(Path file) {
        return models.computeIfAbsent(file, path -> OnnxModel.open(path, threads));
    }

    private void check(Recipe.Input input) {
        OnnxModel model = model(recipe.model());
        if (input.encoder().isEmpty()) {
            model.needsCrop(input.name(), input.size());
            return;
        }
        Recipe.Encoder encoder = input.encoder().get();
        model(encoder.model()).needsCrop(encoder.input(), input.size());
        model(encoder.model()).needsOutput(encoder.output());
        model.needsInput(input.name());
    }

    private Optional<OrtSession.Result> encode(Recipe.Input input, OnnxTensor crop) {
        return input.encoder().map(encoder -> model(encoder.model()).run(Map.of(encoder.input(), crop), Set.of(encoder.output())));
    }

    private static OnnxTensor crop(Recipe.Input input, float[] pixels) {
        return OnnxModel.tensor(pixels, 1, 3, input.size(), input.size());
    }

    private static OnnxTensor given(OnnxTensor crop, Optional<OrtSession.Result> features) {
        return features.map(result -> (OnnxTensor) result.get(0)).orElse(crop);
    }

    /** Shows the target. @param pixels {@code 3 * size * size} numbers, plane by plane */
    void template(float[] pixels) {
        forget();
        templateCrop = crop(recipe.template(), pixels);
        templateFeatures = encode(recipe.template(), templateCrop).orElse(null);
    }

    /** Shows a search region. @return the maps that the decoding reads, by name */
    Map<String, Maps> search(float[] pixels) {
        OnnxModel model = model(recipe.model());
        List<Decoding.Output> outputs = recipe.decoding().outputs();
        Set<String> names = outputs.stream().map(Decoding.Output::name).collect(Collectors.toSet());
        try (OnnxTensor crop = crop(recipe.search(), pixels)) {
            Optional<OrtSession.Result> features = encode(recipe.search(), crop);
            Map<String, OnnxTensor> inputs = new HashMap<>();
            inputs.put(recipe.template().name(), given(templateCrop, Optional.ofNullable(templateFeatures)));
            inputs.put(recipe.search().name(), given(crop, features));
            try (OrtSession.Result result = model.run(inputs, names)) {
                Map<String, Maps> maps = new HashMap<>();
                outputs.forEach(output -> maps.put(output.name(), model.maps(result, output.name(), output.channels())));
                return maps;
            } finally {
                features.ifPresent(OrtSession.Result::close);
            }
        }
    }

    private void forget() {
        if (templateFeatures != null) {
            templateFeatures.close();
            templateFeatures = null;
        }
        if (templateCrop != null) {
            templateCrop.close();
            templateCrop = null;
        }
    }

    @Override
    public void close() {
        forget();
        models.values().forEach(OnnxModel::close);
        models.clear();
    }
}

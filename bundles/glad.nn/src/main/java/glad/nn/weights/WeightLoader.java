package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import glad.api.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Loads a weight file into parameters by state-dict name. */
public final class WeightLoader {

    private WeightLoader() {}

    /**
     * Fills every parameter that the file has under {@code prefix + name}, see
     * {@link #load(WeightFile, UnaryOperator, List, NDManager, Consumer)}.
     *
     * @param prefix what the file puts before a parameter's name, for example {@code encoder.}; may be empty
     */
    public static LoadReport load(WeightFile file, String prefix, List<Parameter> parameters, NDManager manager) {
        return load(file, tensor -> tensor.startsWith(prefix) ? tensor.substring(prefix.length()) : null, parameters, manager,
                parameter -> {});
    }

    /**
     * Fills every parameter that the file has. Arrays of another shape are adapted where the parameter knows how; where the
     * file has no such name, {@link Parameter#pretrainedNames} are tried. Parameters whose values are
     * {@link Parameter#computed} keep them, whatever the file has.
     *
     * @param file the weights
     * @param names tells for a tensor's name in the file the parameter's, or null if it is none of these
     * @param parameters what to fill
     * @param manager where temporary arrays live while loading
     * @param filled told of each parameter when it has its values
     * @return what was filled and what wasn't: tensors as the file names them, missing parameters as they are named here
     */
    public static LoadReport load(WeightFile file, UnaryOperator<String> names, List<Parameter> parameters,
            NDManager manager, Consumer<Parameter> filled) {
        Map<String, String> tensors = new LinkedHashMap<>();
        file.tensors().keySet().forEach(tensor -> {
            String name = names.apply(tensor);
            if (name != null) {
                tensors.put(name, tensor);
            }
        });
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        Set<String> unexpected = new LinkedHashSet<>(tensors.values());
        for (Parameter parameter : parameters) {
            if (parameter.computed()) {
                unexpected.remove(tensors.get(parameter.name()));
                continue;
            }
            String tensor = find(tensors, parameter);
            if (tensor == null) {
                missing.add(parameter.name());
                continue;
            }
            unexpected.remove(tensor);
            if (fill(file, tensor, parameter, manager)) {
                loaded.add(tensor);
                filled.accept(parameter);
            } else {
                misshapen.add(tensor + ": wanted " + parameter.shape() + ", file has " + file.tensors().get(tensor).shape());
            }
        }
        return new LoadReport(loaded, missing, new ArrayList<>(unexpected), misshapen);
    }

    private static String find(Map<String, String> tensors, Parameter parameter) {
        return Stream.concat(Stream.of(parameter.name()), parameter.pretrainedNames().stream())
                .filter(tensors::containsKey).findFirst().map(tensors::get).orElse(null);
    }

    private static boolean fill(WeightFile file, String tensor, Parameter parameter, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            if (file.tensors().get(tensor).shape().equals(parameter.shape())) {
                // Counters, such as those of batch normalisation, are whole numbers in checkpoints.
                parameter.assign(file.borrow(tensor, scope).toType(DataType.FLOAT32, false));
                return true;
            }
            NDArray adapted = parameter.adapt(file.read(tensor, scope));
            if (adapted == null) {
                return false;
            }
            adapted.attach(scope);
            parameter.assign(adapted);
            return true;
        }
    }
}

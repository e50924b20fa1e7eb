package glad.nn.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.api.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Loads a weight file into parameters by state-dict name. */
public final class WeightLoader {

    private WeightLoader() {}

    /**
     * Fills every parameter that the file has under {@code prefix + name}. Arrays of another shape are adapted where the
     * parameter knows how; where the file has no such name, {@link Parameter#pretrainedNames} are tried.
     *
     * @param file the weights
     * @param prefix what the file puts before a parameter's name, for example {@code encoder.}; may be empty
     * @param parameters what to fill
     * @param manager where temporary arrays live while loading
     * @return what was filled and what wasn't; unexpected names are counted below the prefix only
     */
    public static LoadReport load(WeightFile file, String prefix, List<Parameter> parameters, NDManager manager) {
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        Set<String> unexpected = new LinkedHashSet<>();
        file.tensors().keySet().stream().filter(n -> n.startsWith(prefix)).forEach(unexpected::add);
        for (Parameter parameter : parameters) {
            String name = find(file, prefix, parameter);
            if (name == null) {
                missing.add(prefix + parameter.name());
                continue;
            }
            unexpected.remove(name);
            try (NDManager scope = manager.newSubManager()) {
                boolean fits = file.tensors().get(name).shape().equals(parameter.shape());
                NDArray source = fits ? file.borrow(name, scope) : file.read(name, scope);
                if (!fits) {
                    NDArray adapted = parameter.adapt(source);
                    if (adapted == null) {
                        misshapen.add(name + ": wanted " + parameter.shape() + ", file has " + source.getShape());
                        continue;
                    }
                    adapted.attach(scope);
                    source = adapted;
                }
                parameter.assign(source);
                loaded.add(name);
            }
        }
        return new LoadReport(loaded, missing, new ArrayList<>(unexpected), misshapen);
    }

    private static String find(WeightFile file, String prefix, Parameter parameter) {
        return Stream.concat(Stream.of(parameter.name()), parameter.pretrainedNames().stream())
                .map(name -> prefix + name)
                .filter(file.tensors()::containsKey)
                .findFirst().orElse(null);
    }
}

package glad.runtime.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;
import java.util.List;

/**
 * A part's parameter under its full name within a model.
 *
 * @param name the full name
 * @param part the parameter as its part knows it
 */
public record NamedParameter(String name, Parameter part) implements Parameter {

    @Override
    public List<String> pretrainedNames() {
        String prefix = name.substring(0, name.length() - part.name().length());
        return part.pretrainedNames().stream().map(prefix::concat).toList();
    }

    @Override
    public Shape shape() {
        return part.shape();
    }

    @Override
    public boolean learned() {
        return part.learned();
    }

    @Override
    public boolean computed() {
        return part.computed();
    }

    @Override
    public NDArray array() {
        return part.array();
    }

    @Override
    public void round() {
        part.round();
    }

    @Override
    public void assign(NDArray source) {
        part.assign(source);
    }

    @Override
    public NDArray adapt(NDArray source) {
        return part.adapt(source);
    }
}

package glad.kit.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Parameter;

/**
 * A parameter that is learned, and is what its array holds.
 *
 * @param name its full name
 * @param array fp32
 */
record NamedArray(String name, NDArray array) implements Parameter {

    @Override
    public Shape shape() {
        return array.getShape();
    }

    @Override
    public boolean learned() {
        return true;
    }

    @Override
    public void assign(NDArray source) {
        if (!source.getShape().equals(shape())) {
            throw new IllegalArgumentException(name + " has shape " + shape() + ", not " + source.getShape());
        }
        source.copyTo(array);
    }
}

package glad.kit.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * One array that a part gave.
 *
 * @param name what it is, for messages
 * @param array it
 * @param declared the shape that the part's contract says; -1 for a side that is the part's own choice
 * @param smooth whether a small change of the inputs changes it a little; not so what is chosen among several
 */
public record Output(String name, NDArray array, Shape declared, boolean smooth) {

    /** Tells whether the array has the declared shape. */
    public boolean fits() {
        Shape shape = array.getShape();
        if (shape.dimension() != declared.dimension()) {
            return false;
        }
        for (int i = 0; i < shape.dimension(); i++) {
            if (declared.get(i) >= 0 && declared.get(i) != shape.get(i)) {
                return false;
            }
        }
        return true;
    }
}

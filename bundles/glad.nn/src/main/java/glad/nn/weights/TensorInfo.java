package glad.nn.weights;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * One tensor of a weight file.
 *
 * @param name its name
 * @param dtype how the file stores it, in the words of safetensors: {@code F32}, {@code F16}, {@code BF16}, {@code F64},
 *     {@code I64}, {@code I32}, {@code I16}, {@code I8}, {@code U8}, {@code BOOL}
 * @param shape its shape, row-major
 */
public record TensorInfo(String name, String dtype, Shape shape) {

    /** Returns how many bytes its elements take. */
    public long bytes() {
        return shape.size() * width(dtype);
    }

    /** Tells whether its elements are floating-point numbers. */
    public boolean floating() {
        return dtype.startsWith("F") || dtype.startsWith("B") && !dtype.equals("BOOL");
    }

    /** Returns the bytes of one element, or 0 if there is no such type. */
    static int width(String dtype) {
        return switch (dtype) {
            case "F64", "I64" -> 8;
            case "F32", "I32" -> 4;
            case "F16", "BF16", "I16" -> 2;
            case "U8", "I8", "BOOL" -> 1;
            default -> 0;
        };
    }

    /** Returns the type that its elements are read as. */
    public DataType type() {
        return switch (dtype) {
            case "F64" -> DataType.FLOAT64;
            case "F32", "F16", "BF16" -> DataType.FLOAT32;
            case "I64" -> DataType.INT64;
            case "BOOL" -> DataType.BOOLEAN;
            default -> DataType.INT32;
        };
    }

    /** Tells whether the engine converts its elements when they are read. */
    boolean converted() {
        return dtype.equals("F16") || dtype.equals("I8") || dtype.equals("U8");
    }
}

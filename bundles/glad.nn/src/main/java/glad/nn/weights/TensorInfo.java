package glad.nn.weights;

import ai.djl.ndarray.types.Shape;

/**
 * One tensor of a weight file.
 *
 * @param name its name
 * @param dtype the file's own name of the type: {@code F32}, {@code F16}, {@code BF16}, {@code F64}, {@code I64},
 *     {@code I32}, {@code I16}, {@code I8}, {@code U8}, {@code BOOL}
 * @param shape its shape, row-major
 * @param begin first byte in the file
 * @param end byte after the last
 */
public record TensorInfo(String name, String dtype, Shape shape, long begin, long end) {}

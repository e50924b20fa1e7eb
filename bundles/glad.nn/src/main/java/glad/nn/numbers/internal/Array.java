package glad.nn.numbers.internal;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Numbers in double with a shape, row by row.
 *
 * @param values as many as the shape says
 * @param shape lengths of the axes
 */
public record Array(double[] values, int... shape) {

    /** Makes zeros. */
    static Array zeros(int... shape) {
        return new Array(new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)], shape);
    }

    /** Makes numbers of [-1, 1) that fp32 holds exactly, always the same for a seed. */
    static Array drawn(int seed, int... shape) {
        Array array = zeros(shape);
        long state = 0x9E3779B97F4A7C15L * (seed + 1);
        for (int i = 0; i < array.values.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            array.values[i] = (state >> 40) / (double) (1 << 23);
        }
        return array;
    }

    /** Returns the nearest numbers that bf16 holds. */
    Array rounded() {
        return new Array(Arrays.stream(values).map(v -> {
            int bits = Float.floatToRawIntBits((float) v);
            return Float.intBitsToFloat(bits + 0x7FFF + (bits >> 16 & 1) & 0xFFFF0000);
        }).toArray(), shape);
    }

    /** Returns these numbers in another shape. */
    Array as(int... other) {
        return new Array(values, other);
    }

    /** Makes as many zeros. */
    Array like() {
        return zeros(shape);
    }

    /** Returns these numbers times a factor. */
    Array times(double factor) {
        return new Array(Arrays.stream(values).map(v -> v * factor).toArray(), shape);
    }

    @Override
    public String toString() {
        return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}

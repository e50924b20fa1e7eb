package glad.bench.look;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Weights of an attention: of each query over all keys.
 *
 * @param values heads, queries, keys
 */
record Weights(String layer, int heads, int queries, int keys, float[] values) {

    /** Copies a traced value (B, H, N, K) or (B, N, K); of several samples the last, which of a guided pass is the one with the sentence. */
    static Weights of(String layer, NDArray value) {
        Shape shape = value.getShape();
        int n = shape.dimension();
        int heads = n == 4 ? (int) shape.get(1) : 1;
        int queries = (int) shape.get(n - 2);
        int keys = (int) shape.get(n - 1);
        try (NDArray last = value.get((int) shape.get(0) - 1); NDArray wide = last.toType(DataType.FLOAT32, true)) {
            return new Weights(layer, heads, queries, keys, wide.toFloatArray());
        }
    }

    float at(int head, int query, int key) {
        return values[(head * queries + query) * keys + key];
    }

    /** Returns the mean over the heads. */
    Weights mean() {
        float[] mean = new float[queries * keys];
        for (int i = 0; i < values.length; i++) {
            mean[i % mean.length] += values[i] / heads;
        }
        return new Weights(layer, 1, queries, keys, mean);
    }

    /** Returns, for keys that lie one behind the other, what some queries take from each in the mean. */
    float[] taken(int head, List<Integer> some, int firstQuery, int firstKey, int count) {
        float[] map = new float[count];
        for (int query : some) {
            for (int i = 0; i < count; i++) {
                map[i] += at(head, firstQuery + query, firstKey + i) / some.size();
            }
        }
        return map;
    }

    /** Returns, for queries that lie one behind the other, what each takes from some keys together. */
    float[] takers(int head, List<Integer> some, int firstQuery, int count) {
        float[] map = new float[count];
        for (int key : some) {
            for (int i = 0; i < count; i++) {
                map[i] += at(head, firstQuery + i, key);
            }
        }
        return map;
    }
}

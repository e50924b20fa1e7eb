package glad.bench.look;

import java.util.List;

/**
 * Attention through all layers (Abnar and Zuidema, "Quantifying attention flow in transformers", 2020): half of what a layer hands on is its
 * input, half what its attention takes.
 */
final class Rollout {

    private Rollout() {}

    /**
     * Returns how much of each token of the first layer's input reaches some tokens behind the last layer, in the mean.
     *
     * @param layers the means over the heads, square, in order; their rows sum to 1
     * @param start weights of the tokens behind the last layer
     * @return weights of the tokens before the first, with the same sum
     */
    static double[] of(List<Weights> layers, double[] start) {
        double[] weights = start;
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            Weights attention = layers.get(layer);
            double[] before = new double[weights.length];
            for (int query = 0; query < weights.length; query++) {
                if (weights[query] != 0) {
                    before[query] += weights[query] / 2;
                    for (int key = 0; key < weights.length; key++) {
                        before[key] += weights[query] / 2 * attention.at(0, query, key);
                    }
                }
            }
            weights = before;
        }
        return weights;
    }
}

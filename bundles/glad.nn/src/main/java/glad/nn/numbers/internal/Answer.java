package glad.nn.numbers.internal;

import java.util.List;
import java.util.function.Function;

/**
 * What an operator gives.
 *
 * @param value its result
 * @param gradients of the sum of (result * g) along its inputs in order, for a g of the result's shape
 */
record Answer(Array value, Function<Array, List<Array>> gradients) {}

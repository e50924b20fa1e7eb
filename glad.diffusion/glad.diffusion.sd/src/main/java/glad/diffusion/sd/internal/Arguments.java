package glad.diffusion.sd.internal;

import ai.djl.ndarray.NDArray;
import glad.nn.Weight;
import java.util.List;
import java.util.stream.Stream;

/** The arguments of a kernel that takes many weights: the arrays, then the weights in their declared order. */
final class Arguments {

    private Arguments() {}

    static Object[] of(List<Weight> weights, NDArray... arrays) {
        return Stream.concat(Stream.of(arrays), weights.stream()).toArray();
    }
}

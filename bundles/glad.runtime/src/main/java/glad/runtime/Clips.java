package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import java.util.List;
import java.util.function.Function;

/** What was made of clips place by place, (B, ...) each, together: (B T, ...), the places of the first clip, then those of the second. */
final class Clips {

    private Clips() {}

    static Tokens tokens(List<Tokens> places) {
        return new Tokens(together(places, Tokens::template), together(places, Tokens::search), together(places, Tokens::detail),
                together(places, Tokens::classToken), places.get(0).positions(), together(places, Tokens::evidence));
    }

    static Prediction found(List<Prediction> places) {
        return new Prediction(together(places, Prediction::boxes), together(places, Prediction::confidence),
                together(places, Prediction::score), together(places, Prediction::size), together(places, Prediction::offset));
    }

    private static <T> NDArray together(List<T> places, Function<T, NDArray> part) {
        if (part.apply(places.get(0)) == null) {
            return null;
        }
        NDList arrays = new NDList(places.stream().map(part).toList());
        Shape one = arrays.get(0).getShape();
        return NDArrays.stack(arrays, 1).reshape(new Shape(one.get(0) * arrays.size()).addAll(one.slice(1)));
    }
}

package glad.nn.numbers.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An operator with inputs and what it should give.
 *
 * @param operator which
 * @param p its first setting: stride, groups, or new height
 * @param q its second setting: padding, or new width
 * @param inputs one to three arrays of values that fp32 holds exactly
 * @param kind how it is used
 * @param formula computes the answer from the inputs
 */
public record Case(Operator operator, int p, int q, List<Array> inputs, Kind kind, Function<List<Array>, Answer> formula) {

    /** How models use an operator in such a shape. */
    public enum Kind {
        /** In both precisions, with gradients in training. */
        TRAINED,
        /** In fp32 only, with gradients in training. */
        TRAINED_FP32,
        /** In both precisions, never with gradients. */
        INFERRED,
        /** Never: layers avoid such shapes because some processors compute them wrongly. */
        AVOIDED
    }

    /** Returns this with inputs that bf16 holds exactly. */
    public Case rounded() {
        return new Case(operator, p, q, inputs.stream().map(Array::rounded).toList(), kind, formula);
    }

    /** Tells whether models are trained through it. */
    public boolean trained() {
        return kind == Kind.TRAINED || kind == Kind.TRAINED_FP32;
    }

    /** Computes the result and, if it is trained, the gradients of the sum of (result * {@link #slopes}). */
    public List<Array> answers() {
        Answer answer = formula.apply(inputs);
        List<Array> answers = new ArrayList<>(List.of(answer.value()));
        if (trained()) {
            answers.addAll(answer.gradients().apply(slopes(answer.value())));
        }
        return answers;
    }

    /** Returns numbers of a result's shape that bf16 holds exactly. */
    public static Array slopes(Array value) {
        return Array.drawn(99, value.shape()).rounded();
    }

    /** Returns the inputs' shapes and the settings for people. */
    public String shape() {
        String shapes = inputs.stream().map(Array::toString).collect(Collectors.joining(" "));
        return switch (operator) {
            case CONVOLUTION, ONEDNN_CONVOLUTION, UNFOLDED_CONVOLUTION, DEPTHWISE_CONVOLUTION -> inputs.get(0) + " by " + inputs.get(1) + ", stride " + p;
            case LINEAR, BATCHED_PRODUCT, ADDED_PRODUCT -> inputs.get(0) + " by " + inputs.get(1);
            case LAYER_NORM, BATCH_NORM -> inputs.get(0).toString();
            case GROUP_NORM -> inputs.get(0) + " in " + p + " groups";
            case NEAREST, BILINEAR, BICUBIC, BICUBIC_ALIGNED -> inputs.get(0) + " to " + p + "x" + q;
            default -> shapes;
        };
    }

    /**
     * Returns all cases. Shapes with and without tails (lengths that vector registers don't divide), small maps and several; channels of
     * convolutions in multiples of 16, or few and unfolded, as {@code convolution.py} hands them over.
     *
     * @param oneDnn whether oneDNN's convolution can be called by its name
     */
    public static List<Case> all(boolean oneDnn) {
        List<Case> all = new ArrayList<>();
        convolutions(all);
        if (oneDnn) {
            all.add(convolution(Operator.ONEDNN_CONVOLUTION, Kind.TRAINED_FP32, 1, 16, 32, 3, 1, 1, 7, 6));
            all.add(convolution(Operator.ONEDNN_CONVOLUTION, Kind.TRAINED_FP32, 2, 48, 16, 3, 1, 1, 5, 7));
        }
        products(all);
        norms(all);
        attentions(all);
        resizes(all);
        pointwise(all);
        for (int batch = 1; batch <= 2; batch++) {
            all.add(convolution(Operator.CONVOLUTION, Kind.AVOIDED, batch, 3, 8, 3, 1, 1, 6, 6));
            all.add(convolution(Operator.CONVOLUTION, Kind.AVOIDED, batch, 12, 12, 3, 1, 1, 6, 6));
            all.add(convolution(Operator.CONVOLUTION, Kind.AVOIDED, batch, 20, 40, 3, 1, 1, 6, 6));
            all.add(convolution(Operator.CONVOLUTION, Kind.AVOIDED, batch, 40, 40, 3, 1, 1, 6, 6));
            all.add(convolution(Operator.CONVOLUTION, Kind.AVOIDED, batch, 64, 8, 3, 1, 1, 6, 6));
            all.add(convolution(Operator.CONVOLUTION, Kind.AVOIDED, batch, 32, 2, 3, 1, 1, 6, 6));
        }
        return all;
    }

    private static void convolutions(List<Case> all) {
        Operator operator = Operator.CONVOLUTION;
        Kind kind = Kind.TRAINED;
        all.add(convolution(operator, kind, 1, 16, 32, 3, 1, 1, 9, 7));
        all.add(convolution(operator, kind, 3, 32, 16, 3, 1, 1, 6, 6));
        all.add(convolution(operator, kind, 2, 48, 80, 3, 1, 1, 5, 3));
        all.add(convolution(operator, Kind.INFERRED, 2, 16, 48, 3, 2, 1, 9, 9)); // with a stride, training unfolds
        all.add(convolution(operator, Kind.INFERRED, 1, 32, 16, 3, 2, 0, 9, 9));
        all.add(convolution(operator, Kind.INFERRED, 1, 64, 32, 2, 2, 0, 8, 8));
        all.add(convolution(operator, Kind.INFERRED, 2, 16, 64, 4, 4, 0, 8, 8));
        all.add(convolution(operator, kind, 2, 32, 64, 1, 1, 0, 5, 5));
        all.add(convolution(Operator.UNFOLDED_CONVOLUTION, kind, 1, 3, 20, 3, 1, 1, 6, 7));
        all.add(convolution(Operator.UNFOLDED_CONVOLUTION, kind, 2, 4, 32, 3, 2, 1, 9, 8));
        all.add(convolution(Operator.UNFOLDED_CONVOLUTION, kind, 2, 48, 44, 3, 2, 1, 7, 7));
        for (Kind each : List.of(Kind.TRAINED_FP32, Kind.INFERRED)) { // trained in fp32 whatever the precision
            all.add(depthwise(each, 1, 32, 1, 1, 9, 8));
            all.add(depthwise(each, 2, 48, 2, 0, 9, 7));
        }
    }

    private static Case depthwise(Kind kind, int n, int c, int stride, int padding, int h, int w) {
        return new Case(Operator.DEPTHWISE_CONVOLUTION, stride, padding,
                List.of(Array.drawn(22, n, c, h, w), Array.drawn(23, c, 1, 3, 3), Array.drawn(24, c)), kind,
                in -> Answers.depthwise(in.get(0), in.get(1), in.get(2), stride, padding));
    }

    private static Case convolution(Operator operator, Kind kind, int n, int c, int o, int k, int stride, int padding, int h, int w) {
        Array x = Array.drawn(1, n, c, h, w);
        Array kernels = Array.drawn(2, o, c, k, k);
        Array bias = Array.drawn(3, o);
        return new Case(operator, stride, padding, List.of(x, kernels, bias), kind,
                in -> Answers.convolution(in.get(0), in.get(1), in.get(2), stride, padding));
    }

    private static void products(List<Case> all) {
        for (int[] s : new int[][] {{5, 64, 48}, {33, 100, 37}, {1, 192, 192}, {17, 16, 3}}) {
            Array x = Array.drawn(4, s[0], s[1]);
            Array w = Array.drawn(5, s[2], s[1]);
            Array bias = Array.drawn(6, s[2]);
            all.add(new Case(Operator.LINEAR, 0, 0, List.of(x, w, bias), Kind.TRAINED, in -> Answers.linear(in.get(0), in.get(1), in.get(2))));
        }
        for (int[] s : new int[][] {{4, 16, 32, 16}, {6, 17, 27, 19}, {2, 1, 40, 33}}) {
            Array a = Array.drawn(7, s[0], s[1], s[2]);
            Array b = Array.drawn(8, s[0], s[2], s[3]);
            Array start = Array.drawn(9, s[0], s[1], s[3]);
            all.add(new Case(Operator.BATCHED_PRODUCT, 0, 0, List.of(a, b), Kind.TRAINED, in -> Answers.product(in.get(0), in.get(1))));
            all.add(new Case(Operator.ADDED_PRODUCT, 0, 0, List.of(a, b, start), Kind.TRAINED, in -> Answers.added(in.get(0), in.get(1), in.get(2))));
        }
    }

    private static void norms(List<Case> all) {
        for (int[] s : new int[][] {{3, 5, 64}, {4, 77}, {6, 9}}) {
            Array x = Array.drawn(10, s).times(4);
            all.add(new Case(Operator.SOFTMAX, 0, 0, List.of(x), Kind.TRAINED, in -> Answers.softmax(in.get(0))));
        }
        for (int[] s : new int[][] {{7, 96}, {5, 50}, {2, 192}}) {
            Array x = Array.drawn(11, s);
            int[] rows = IntStream.range(0, s[0] * s[1]).map(i -> i / s[1]).toArray();
            int[] columns = IntStream.range(0, s[0] * s[1]).map(i -> i % s[1]).toArray();
            all.add(norm(Operator.LAYER_NORM, 0, x, s[1], Kind.TRAINED, rows, columns));
        }
        for (int[] s : new int[][] {{2, 32, 4, 4, 8}, {1, 24, 5, 7, 4}}) {
            Array x = Array.drawn(12, s[0], s[1], s[2], s[3]);
            int area = s[2] * s[3];
            int[] groups = IntStream.range(0, x.values().length).map(i -> i / (area * s[1] / s[4])).toArray();
            int[] channels = IntStream.range(0, x.values().length).map(i -> i / area % s[1]).toArray();
            all.add(norm(Operator.GROUP_NORM, s[4], x, s[1], Kind.TRAINED, groups, channels));
        }
        Array x = Array.drawn(13, 3, 20, 5, 5);
        int[] channels = IntStream.range(0, x.values().length).map(i -> i / 25 % 20).toArray();
        all.add(norm(Operator.BATCH_NORM, 0, x, 20, Kind.TRAINED_FP32, channels, channels));
    }

    private static Case norm(Operator operator, int p, Array x, int channels, Kind kind, int[] group, int[] channel) {
        Array w = Array.drawn(14, channels);
        Array bias = Array.drawn(15, channels);
        return new Case(operator, p, 0, List.of(x, w, bias), kind, in -> Answers.norm(in.get(0), in.get(1), in.get(2), group, channel));
    }

    private static void attentions(List<Case> all) {
        for (int[] s : new int[][] {{2, 32, 32, 16}, {3, 33, 45, 24}, {1, 1, 77, 64}}) {
            List<Array> inputs = List.of(Array.drawn(16, 1, s[0], s[1], s[3]), Array.drawn(17, 1, s[0], s[2], s[3]),
                    Array.drawn(18, 1, s[0], s[2], s[3]));
            all.add(new Case(Operator.ATTENTION, 0, 0, inputs, Kind.TRAINED, Case::attention));
            all.add(new Case(Operator.FUSED_ATTENTION, 0, 0, inputs, Kind.INFERRED, Case::attention));
        }
    }

    private static Answer attention(List<Array> in) {
        List<Array> heads = in.stream().map(a -> a.as(a.shape()[1], a.shape()[2], a.shape()[3])).toList();
        return Answers.attention(heads.get(0), heads.get(1), heads.get(2));
    }

    private static void resizes(List<Case> all) {
        Array x = Array.drawn(19, 2, 5, 4, 7);
        Array wide = Array.drawn(20, 1, 16, 4, 4);
        for (Array a : List.of(x, wide)) {
            int h = a.shape()[2];
            int w = a.shape()[3];
            all.add(new Case(Operator.NEAREST, 2 * h, 2 * w, List.of(a), Kind.TRAINED,
                    in -> Answers.resized(in.get(0), Answers.nearest(h, 2 * h), Answers.nearest(w, 2 * w))));
            all.add(new Case(Operator.BILINEAR, 2 * h, 2 * w, List.of(a), Kind.TRAINED,
                    in -> Answers.resized(in.get(0), Answers.bilinear(h, 2 * h), Answers.bilinear(w, 2 * w))));
            all.add(new Case(Operator.BICUBIC, 6, 6, List.of(a), Kind.TRAINED_FP32,
                    in -> Answers.resized(in.get(0), Answers.bicubic(h, 6, false), Answers.bicubic(w, 6, false))));
            all.add(new Case(Operator.BICUBIC_ALIGNED, 6, 6, List.of(a), Kind.TRAINED_FP32,
                    in -> Answers.resized(in.get(0), Answers.bicubic(h, 6, true), Answers.bicubic(w, 6, true))));
        }
    }

    private static void pointwise(List<Case> all) {
        for (int[] s : new int[][] {{4, 64}, {3, 37}}) {
            Array x = Array.drawn(21, s).times(4);
            all.add(new Case(Operator.GELU, 0, 0, List.of(x), Kind.TRAINED, in -> Answers.gelu(in.get(0))));
            all.add(new Case(Operator.SILU, 0, 0, List.of(x), Kind.TRAINED, in -> Answers.silu(in.get(0))));
        }
    }
}

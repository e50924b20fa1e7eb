package glad.nn.numbers;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.Torch;
import glad.nn.numbers.internal.Array;
import glad.nn.numbers.internal.Case;
import glad.nn.numbers.internal.Operator;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A known-answer test of the native library on the CPU: the operators that models are made of, in fp32 and bf16, forward and backward,
 * and in fp16, which nothing is trained in, forward, against answers computed in Java in double from their definitions. A library chooses its routines by the processor's instruction
 * sets, and not all of them are right on every processor: some of oneDNN's convolutions are off by a tenth and more on AMD's family 26.
 */
public final class KnownAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(KnownAnswers.class);

    /** Errors that pass by precision: ten and four times the largest that a right library made, under every instruction set tried. */
    private static final Map<Precision, Double> TOLERANCES =
            Map.of(Precision.FP32, 5e-6, Precision.BF16, 2e-2, Precision.FP16, 1.2e-3);

    private final Library library;

    /** What computes: the native library, or in tests one that is wrong. */
    @FunctionalInterface
    interface Library {

        /**
         * Runs an operator.
         *
         * @param operator which
         * @param kernel runs it
         * @param train whether gradients are wanted
         * @param inputs of the kernel
         * @return the result and its gradients in one row
         */
        float[] run(Operator operator, Kernel kernel, boolean train, NDArray... inputs);
    }

    /** Makes the test of the library that this JVM computes with. */
    public KnownAnswers() {
        this((operator, kernel, train, inputs) -> {
            try (NDArray row = kernel.one(train, inputs)) {
                return row.toFloatArray();
            }
        });
    }

    /** Makes the test of another library. */
    KnownAnswers(Library library) {
        this.library = library;
    }

    /**
     * Compares everything, in a thread of its own, with as many threads to an operator as models have.
     *
     * @throws RuntimeException from DJL, if libtorch can't be loaded
     */
    public Verdict run() {
        boolean oneDnn = Torch.oneDnn();
        List<NumberCheck> checks = new ArrayList<>();
        long[] nanoseconds = new long[1];
        // The thread ends with it: gradients are switched on for it, and one that lives would keep OpenMP's threads.
        Torch.apart(() -> {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            try (NDManager manager = Torch.manager()) {
                Kernels kernels = new Kernels(manager);
                Map<String, Integer> numbers = new TreeMap<>();
                Arrays.stream(Operator.values()).filter(o -> o != Operator.SILU).forEach(o -> numbers.put(o.name(), o.ordinal()));
                Kernel operators = kernels.get(KnownAnswers.class, "operators.py", numbers);
                for (Case one : Case.all(oneDnn)) {
                    try (NDManager scope = manager.newSubManager()) {
                        new Comparison(scope, kernels, operators, one).run(checks, Precision.FP32);
                        if (one.kind() != Case.Kind.TRAINED_FP32) {
                            new Comparison(scope, kernels, operators, one.rounded()).run(checks, Precision.BF16, Precision.FP16);
                        }
                    }
                }
            }
            nanoseconds[0] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        });
        return new Verdict(checks, nanoseconds[0] / 1e9);
    }

    private final class Comparison {

        private final NDManager scope;
        private final Kernels kernels;
        private final Kernel operators;
        private final Case one;
        private final List<Array> answers;

        /** Works out the answers once for all precisions that hold the inputs exactly. */
        Comparison(NDManager scope, Kernels kernels, Kernel operators, Case one) {
            this.scope = scope;
            this.kernels = kernels;
            this.operators = operators;
            this.one = one;
            this.answers = one.answers();
        }

        void run(List<NumberCheck> checks, Precision... precisions) {
            for (Precision precision : precisions) {
                run(checks, precision);
            }
        }

        private void run(List<NumberCheck> checks, Precision precision) {
            NDArray[] inputs = new NDArray[5];
            inputs[0] = scope.create(new float[] {one.operator().ordinal(), one.p(), one.q(), one.inputs().size()});
            for (int i = 0; i < 3; i++) {
                NDArray input = i < one.inputs().size() ? array(one.inputs().get(i)) : scope.create(new Shape(0));
                inputs[i + 1] = precision == Precision.FP32 ? input : kernels.cast(precision).one(true, input);
            }
            inputs[4] = scope.create(new Shape(0));
            add(checks, precision, false, answers.subList(0, 1), row(false, inputs));
            if (one.trained() && precision != Precision.FP16) {
                inputs[4] = array(Case.slopes(answers.get(0)));
                add(checks, precision, true, answers, row(true, inputs));
            }
        }

        /** What the library refuses is as wrong as can be; the other operators are compared all the same. */
        private float[] row(boolean train, NDArray[] inputs) {
            try {
                return library.run(one.operator(), operators, train, inputs);
            } catch (EngineException e) {
                LOG.debug("{} refused", one.operator(), e);
                return new float[0];
            }
        }

        private void add(List<NumberCheck> checks, Precision precision, boolean backward, List<Array> expected, float[] row) {
            double worst = row.length == 0 ? Double.POSITIVE_INFINITY : 0;
            int from = 0;
            for (Array answer : row.length == 0 ? List.<Array>of() : expected) {
                double off = 0;
                double size = 0;
                for (double value : answer.values()) {
                    double d = from < row.length ? row[from++] - value : Double.NaN;
                    off += d * d;
                    size += value * value;
                }
                double error = Math.sqrt(off / size);
                worst = Double.isFinite(error) ? Math.max(worst, error) : Double.NaN;
                if (Double.isNaN(worst)) {
                    break;
                }
            }
            checks.add(new NumberCheck(one.operator().name().toLowerCase(Locale.ROOT).replace('_', ' '), precision, backward,
                    one.shape(), worst, TOLERANCES.get(precision), one.kind() != Case.Kind.AVOIDED));
        }

        private NDArray array(Array array) {
            float[] values = new float[array.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) array.values()[i];
            }
            return scope.create(values, new Shape(Arrays.stream(array.shape()).asLongStream().toArray()));
        }
    }
}

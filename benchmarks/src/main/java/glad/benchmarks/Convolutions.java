package glad.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.Precision;
import glad.nn.Kernel;
import glad.nn.Kernels;
import glad.nn.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Convolutions of the networks' shapes: libtorch's own, {@code convolution.py}'s, and the two ways that it chooses from. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class Convolutions {

    /** Batch, input channels, side, output channels, filter, stride, padding. */
    @Param({"1,3,512,128,3,1,1", "1,512,64,8,3,1,1", "1,4,64,320,3,1,1", "1,3,256,768,16,16,0", "1,3,128,32,3,2,1",
        "1,16,16,8,3,1,1", "16,3,64,16,3,1,1", "1,320,64,320,3,1,1", "1,64,16,32,3,1,1"})
    public String shape;

    /** Who computes it. */
    @Param({"LIBTORCH", "OURS", "PADDED", "UNFOLDED"})
    public Way way;

    /** What it is computed in. */
    @Param({"FP32", "BF16"})
    public Precision precision;

    private NDManager manager;
    private Kernel kernel;
    private NDArray x;
    private NDArray w;
    private NDArray b;

    /** Who computes a convolution. */
    public enum Way { LIBTORCH, OURS, PADDED, UNFOLDED }

    /** Makes kernel and arrays. */
    @Setup
    public void start() {
        int[] n = Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray();
        manager = Torch.manager();
        Kernels kernels = new Kernels(manager);
        kernel = kernels.get(Convolutions.class, "convolve.py", Map.of("WAY", way.ordinal(), "STRIDE", List.of(n[5], n[5]),
                "PADDING", List.of(n[6], n[6])));
        Kernel cast = kernels.cast(precision);
        x = cast.one(false, random(n[0], n[1], n[2], n[2]));
        w = cast.one(false, random(n[3], n[1], n[4], n[4]));
        b = cast.one(false, random(n[3]));
    }

    private NDArray random(long... dimensions) {
        Shape shape = new Shape(dimensions);
        Random random = new Random(1);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return manager.create(values, shape);
    }

    /** Convolves once. */
    @Benchmark
    public void convolve() {
        kernel.one(false, x, w, b).close();
    }

    /** Frees everything. */
    @TearDown
    public void end() {
        manager.close();
    }
}

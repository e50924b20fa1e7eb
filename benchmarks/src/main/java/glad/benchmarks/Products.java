package glad.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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

/**
 * The floor: bare fp32 matrix products of the shapes that B256's blocks are made of, 320 tokens, at what the machine gives. A
 * frame's products are 12 blocks and 2 decoders of about these.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class Products {

    /** Inner width and outer width: qkv, projection, MLP up, MLP down. */
    @Param({"768x2304", "768x768", "768x3072", "3072x768"})
    public String shape;

    private NDManager manager;
    private NDArray tokens;
    private NDArray weight;

    /** Draws both factors. */
    @Setup
    public void draw() {
        int cut = shape.indexOf('x');
        long in = Long.parseLong(shape.substring(0, cut));
        long out = Long.parseLong(shape.substring(cut + 1));
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        tokens = manager.randomNormal(new Shape(320, in));
        weight = manager.randomNormal(new Shape(in, out));
    }

    /** Multiplies them once. */
    @Benchmark
    public void product() {
        tokens.matMul(weight).close();
    }

    /** Frees them. */
    @TearDown
    public void free() {
        manager.close();
    }
}

package glad.nn;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import glad.api.model.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The PyTorch that this JVM computes with.
 *
 * @param version libtorch's version
 * @param djl the version of DJL, which wants exactly that libtorch
 * @param folder where its libraries were loaded from
 * @param cuda whether it is a build for CUDA
 * @param features what it was built with, such as MKL
 * @param threads threads that one operator may use on the CPU
 * @param gpus number of GPUs that it can compute on
 */
public record TorchInfo(
        String version, String djl, Path folder, boolean cuda, List<String> features, int threads, int gpus) {

    private static final int SIDE = 1024;
    private static final int SMALL = 128;
    private static final double SLOW = 20;
    private static final int ROUNDS = 5;

    /**
     * Starts the engine if it isn't running yet, and asks it.
     *
     * @throws RuntimeException or {@link LinkageError} from DJL, if libtorch can't be found or loaded
     */
    public static TorchInfo read() {
        Engine engine = Torch.engine();
        Path folder = Path.of(LibUtils.getLibtorchPath());
        return new TorchInfo(engine.getVersion(), Engine.getDjlVersion(), folder,
                Files.exists(folder.resolve(System.mapLibraryName("torch_cuda"))),
                JniUtils.getFeatures().stream().sorted().toList(), JniUtils.getNumThreads(), engine.getGpuCount());
    }

    /**
     * Measures how fast the CPU multiplies two square matrices of side 1024, billions of floating-point operations a second; of a
     * smaller side where it is so slow that nobody would wait.
     */
    public static double gigaflops(Precision precision) {
        double rough = gigaflops(precision, SMALL);
        return rough < SLOW ? rough : gigaflops(precision, SIDE);
    }

    private static double gigaflops(Precision precision, int side) {
        try (NDManager scope = Torch.manager()) {
            Kernels kernels = new Kernels(scope);
            Kernel product = kernels.get(TorchInfo.class, "matrix_product.py", Map.of());
            Kernel cast = kernels.cast(precision);
            NDArray a = cast.one(false, scope.ones(new Shape(side, side)));
            NDArray b = cast.one(false, scope.ones(new Shape(side, side)));
            product.one(false, a, b).close();
            long best = Long.MAX_VALUE;
            for (int i = 0; i < ROUNDS; i++) {
                long start = System.nanoTime();
                product.one(false, a, b).close();
                best = Math.min(best, System.nanoTime() - start);
            }
            return 2.0 * side * side * side / best;
        }
    }
}

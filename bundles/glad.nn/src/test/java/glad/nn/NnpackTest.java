package glad.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import glad.nn.internal.Nnpack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NnpackTest {

    /** What NNPACK answers on processors that it doesn't know; put before libtorch's own. */
    private static final String UNKNOWN_PROCESSOR = "int nnp_initialize(void) { return 51; }\n";

    @TempDir
    private Path folder;

    /** Runs small convolutions on one thread, which libtorch would ask NNPACK for. */
    static final class Convolutions {

        public static void main(String[] args) {
            Engine engine = args[0].equals("ours") ? Torch.engine() : Engine.getEngine("PyTorch");
            JniUtils.setNumThreads(1);
            try (NDManager manager = engine.newBaseManager()) {
                Kernel kernel = new Kernels(manager).get(NnpackTest.class, "small_convolution.py", Map.of());
                for (int i = 0; i < 3; i++) {
                    kernel.one(false, manager.ones(new Shape(1, 16, 8, 8)), manager.ones(new Shape(16, 16, 3, 3)));
                }
            }
        }
    }

    @Test
    void isSwitchedOffInThisJvm() {
        Torch.engine();
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the switch's name is known on Linux");
        assertTrue(Nnpack.off());
    }

    @Test
    void aProcessorThatItDoesNotKnowBringsNoWarning() throws Exception {
        Path library = compiled();
        assertEquals(3, warnings(library, "plain"), "libtorch left alone warns at each convolution");
        assertEquals(0, warnings(library, "ours"));
    }

    private Path compiled() throws Exception {
        Path source = Files.writeString(folder.resolve("unknown.c"), UNKNOWN_PROCESSOR);
        Path library = folder.resolve("unknown.so");
        assumeTrue(System.getProperty("os.name").equals("Linux"), "LD_PRELOAD is Linux's");
        try {
            Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .redirectErrorStream(true).redirectOutput(folder.resolve("cc.txt").toFile()).start();
            assumeTrue(compiler.waitFor() == 0, "cc makes no libraries here");
        } catch (IOException e) {
            assumeTrue(false, "no C compiler here to play such a processor with");
        }
        return library;
    }

    private long warnings(Path library, String how) throws Exception {
        Path printed = folder.resolve(how + ".txt");
        ProcessBuilder child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Convolutions.class.getName(), how)
                .redirectErrorStream(true).redirectOutput(printed.toFile());
        child.environment().put("LD_PRELOAD", library.toString());
        assertEquals(0, child.start().waitFor(), Files.readString(printed));
        return Files.readString(printed, StandardCharsets.UTF_8).lines().filter(line -> line.contains("NNPACK")).count();
    }
}

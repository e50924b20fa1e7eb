package glad.nn.internal;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps libtorch from trying NNPACK. Wherever it doesn't take oneDNN for an fp32 convolution it asks NNPACK first, which on
 * processors that NNPACK doesn't know prints a warning into the middle of everything, for each convolution; and only from batches
 * of 16 on would it be used at all. The warning can't be silenced: libtorch reads {@code TORCH_CPP_LOG_LEVEL} in Python only.
 * DJL has no call for the switch, so it is turned by its C++ name.
 */
public final class Nnpack {

    private static final Logger LOG = LoggerFactory.getLogger(Nnpack.class);

    private Nnpack() {}

    private static final class Switch {

        // Initialised at most once, when first asked for.
        static final boolean TURNED = turn();

        private static boolean turn() {
            try {
                Path file = Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"));
                NativeLibrary library = NativeLibrary.getInstance(file.toString());
                Pointer context = library.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
                library.getFunction("_ZN2at7Context20setUserEnabledNNPACKEb").invokeVoid(new Object[] {context, 0});
                return (library.getFunction("_ZNK2at7Context17userEnabledNNPACKEv").invokeInt(new Object[] {context}) & 1) == 0;
            } catch (LinkageError | RuntimeException e) {
                LOG.debug("this libtorch has no such switch", e); // Windows' names differ, and it is built without NNPACK
                return false;
            }
        }
    }

    /** Turns it off once libtorch is loaded; returns whether it is off now. */
    public static boolean off() {
        return Switch.TURNED;
    }
}

package glad.trackers.onnx.internal;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import glad.api.GladException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A loaded ONNX file. What a recipe says of it that isn't so is refused in one line that lists what it has. */
final class OnnxModel implements AutoCloseable {

    private static final int RANK = 4;

    private final Path file;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;

    private OnnxModel(Path file, OrtSession session) throws OrtException {
        this.file = file;
        this.session = session;
        inputs = session.getInputInfo();
        outputs = session.getOutputInfo();
    }

    /** Loads a file. @throws GladException (usage) if it isn't there, or no model */
    static OnnxModel open(Path file, int threads) {
        if (!Files.isRegularFile(file)) {
            throw GladException.usage("model \"" + file + "\" isn't there; expected an ONNX file");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            return new OnnxModel(file, environment.createSession(file.toString(), options));
        } catch (OrtException e) {
            throw GladException.usage("model \"" + file + "\" can't be loaded by ONNX Runtime " + environment.getVersion() + ": " + line(e));
        }
    }

    private static String line(OrtException e) {
        return e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Refuses a model without an input of that name. */
    void needsInput(String name) {
        needs("input", name, inputs);
    }

    /** Refuses a model whose input doesn't take one crop of three channels. */
    void needsCrop(String name, int size) {
        TensorInfo info = needs("input", name, inputs);
        if (!fits(info.getShape(), 1, 3, size, size)) {
            throw wrong("input", name, info, "[1, 3, " + size + ", " + size + "]", inputs);
        }
    }

    /** Refuses a model without an output of that name, or with another number of channels. @param channels 0 for any */
    void needsMaps(String name, int channels) {
        TensorInfo info = needs("output", name, outputs);
        long[] shape = info.getShape();
        if (shape.length != 0 && (shape.length != RANK || channels > 0 && !fits(shape, 1, channels, shape[2], shape[3]))) {
            throw wrong("output", name, info, expected(channels), outputs);
        }
    }

    /** Refuses a model without an output of that name. */
    void needsOutput(String name) {
        needs("output", name, outputs);
    }

    private static String expected(int channels) {
        return "[1, " + (channels > 0 ? channels : "n") + ", side, side]";
    }

    private static boolean fits(long[] shape, long... wanted) {
        if (shape.length != wanted.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] >= 0 && shape[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private TensorInfo needs(String side, String name, Map<String, NodeInfo> all) {
        NodeInfo node = all.get(name);
        if (node == null) {
            throw GladException.usage("model \"" + file + "\" has no " + side + " \"" + name + "\"; it has " + told(all));
        }
        if (!(node.getInfo() instanceof TensorInfo info) || info.type != OnnxJavaType.FLOAT) {
            throw GladException.usage(side + " \"" + name + "\" of model \"" + file + "\" isn't a tensor of 32-bit floats; it has " + told(all));
        }
        return info;
    }

    private GladException wrong(String side, String name, TensorInfo info, String expected, Map<String, NodeInfo> all) {
        return GladException.usage(side + " \"" + name + "\" of model \"" + file + "\" has the shape " + Arrays.toString(info.getShape()) + "; expected " + expected
                + "; it has " + told(all));
    }

    private static String told(Map<String, NodeInfo> all) {
        return all.values().stream().map(node -> node.getName() + " " + (node.getInfo() instanceof TensorInfo info
                ? info.type.toString().toLowerCase(Locale.ROOT) + Arrays.toString(info.getShape()) : "of another type")).collect(Collectors.joining(", "));
    }

    /** Makes a tensor. */
    static OnnxTensor tensor(float[] values, long... shape) {
        try {
            return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape);
        } catch (OrtException e) {
            throw GladException.failure("no memory for a tensor of " + Arrays.toString(shape) + ": " + line(e), e);
        }
    }

    /** Computes outputs. The result is closed by the caller. @throws GladException (usage) if the model doesn't take these inputs */
    OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) {
        try {
            return session.run(inputs, outputs);
        } catch (OrtException e) {
            throw GladException.usage("model \"" + file + "\" doesn't take what it is given: " + line(e));
        }
    }

    /** Returns an output as maps. @param channels how many it must have; 0 for any */
    Maps maps(OrtSession.Result result, String name, int channels) {
        OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
        long[] shape = tensor.getInfo().getShape();
        if (shape.length != RANK || shape[0] != 1 || channels > 0 && shape[1] != channels || shape[2] != shape[3]) {
            throw GladException.usage("output \"" + name + "\" of model \"" + file + "\" has the shape " + Arrays.toString(shape) + "; expected "
                    + expected(channels));
        }
        float[] values = new float[(int) (shape[1] * shape[2] * shape[3])];
        tensor.getFloatBuffer().get(values);
        return new Maps(values, (int) shape[1], (int) shape[2]);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw GladException.failure("model \"" + file + "\" can't be closed: " + line(e), e);
        }
    }
}

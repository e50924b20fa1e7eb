package glad.nn.weights;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model in a training's checkpoint, without the optimiser's state: see {@link WeightFile#MODEL}. */
final class CheckpointModel extends WeightFile {

    private final Safetensors file;
    private final String prefix;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    /** Takes over a file, which is closed with this. */
    CheckpointModel(Safetensors file) {
        this.file = file;
        metadata = new LinkedHashMap<>(file.metadata());
        prefix = metadata.remove(MODEL);
        file.tensors().forEach((name, info) -> {
            if (name.startsWith(prefix)) {
                String own = name.substring(prefix.length());
                tensors.put(own, new TensorInfo(own, info.dtype(), info.shape()));
            }
        });
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String format() {
        return "checkpoint of a training, " + file.format();
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    String source() {
        return file.source();
    }

    @Override
    ByteBuffer bytes(TensorInfo info) {
        return file.bytes(file.tensors().get(prefix + info.name()));
    }

    @Override
    public void close() {
        file.close();
    }
}

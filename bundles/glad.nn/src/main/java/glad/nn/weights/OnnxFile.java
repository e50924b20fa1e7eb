package glad.nn.weights;

import ai.djl.ndarray.types.Shape;
import glad.api.GladException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The weights of an ONNX model: the initialisers of its graph. Of the graph itself nothing is run; but PyTorch's exporter transposes the
 * matrices of linear layers and calls them {@code onnx::MatMul_787}, and then the node that multiplies by one tells its state-dict name:
 * {@code /encoder/layer.0/output/dense/MatMul} is {@code encoder.layer.0.output.dense.weight}, turned back. The format is protobuf's
 * (onnx.proto3 of the ONNX project).
 */
final class OnnxFile extends WeightFile {

    /** First byte: field 1, the version, a number. */
    static final byte START = 0x08;

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALISER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_NAME = 3;
    private static final int NODE_OPERATOR = 4;
    private static final int TENSOR_DIMS = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_FLOATS = 4;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;

    private static final int LONGEST_NAME = 1 << 16;
    private static final long LARGEST_ENTRY = 1L << 30;
    private static final String PRODUCT = "/MatMul";
    private static final String EXPORTED = "onnx::MatMul";

    /** Element types by their numbers, in the words of safetensors. */
    private static final Map<Long, String> TYPES = Map.of(1L, "F32", 2L, "U8", 3L, "I8", 5L, "I16", 6L, "I32", 7L, "I64", 9L, "BOOL",
            10L, "F16", 11L, "F64", 16L, "BF16");

    /** @param turned the stored matrix, which is the transposed one; null for a tensor that is stored as it is */
    private record Place(TensorInfo info, long begin, StoredTensor turned) {}

    private final FileBytes file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    OnnxFile(FileBytes file) {
        this.file = file;
        List<Protobuf.Field> initialisers = new ArrayList<>();
        Map<String, String> products = new HashMap<>();
        for (Protobuf.Field field : new Protobuf(file, 0, file.size()).fields()) {
            if (field.number() == MODEL_GRAPH && field.length() >= 0) {
                for (Protobuf.Field part : new Protobuf(file, field.begin(), field.begin() + field.length()).fields()) {
                    if (part.number() == GRAPH_NODE) {
                        product(part, products);
                    } else if (part.number() == GRAPH_INITIALISER) {
                        initialisers.add(part);
                    }
                }
            }
        }
        initialisers.forEach(initialiser -> tensor(initialiser, products));
        if (places.isEmpty()) {
            throw file.refused("is no ONNX model with weights in it, nor another format; expected safetensors, a checkpoint of PyTorch,"
                    + " or ONNX");
        }
        places.forEach((name, place) -> tensors.put(name, place.info()));
    }

    /** Opens the ONNX model in a zip archive, such as a Maven artefact; null if there is none. */
    static OnnxFile inArchive(Path archive) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.stream().filter(e -> e.getName().endsWith(".onnx")).findFirst().orElse(null);
            if (entry == null) {
                return null;
            }
            if (entry.getSize() > LARGEST_ENTRY) {
                throw GladException.failure("weight file \"" + archive + "\" holds \"" + entry.getName() + "\" of " + entry.getSize()
                        + " bytes, more than is read from an archive; unzip it");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return new OnnxFile(FileBytes.read(archive + "!/" + entry.getName(), in));
            }
        } catch (IOException e) {
            return null; // PyTorch's archives are read by other means, which say what is wrong with this one
        }
    }

    /** Remembers which layer multiplies by what, if the node is a product. */
    private void product(Protobuf.Field node, Map<String, String> products) {
        List<String> inputs = new ArrayList<>();
        String name = "";
        String operator = "";
        for (Protobuf.Field field : new Protobuf(file, node.begin(), node.begin() + node.length()).fields()) {
            switch (field.number()) {
                case NODE_INPUT -> inputs.add(text(field));
                case NODE_NAME -> name = text(field);
                case NODE_OPERATOR -> operator = text(field);
                default -> { }
            }
        }
        if (operator.equals("MatMul") && inputs.size() == 2 && inputs.get(1).startsWith(EXPORTED) && name.endsWith(PRODUCT)) {
            String layer = name.substring(name.startsWith("/") ? 1 : 0, name.length() - PRODUCT.length());
            products.put(inputs.get(1), layer.replace('/', '.') + ".weight");
        }
    }

    private void tensor(Protobuf.Field initialiser, Map<String, String> products) {
        List<Long> dims = new ArrayList<>();
        String name = "";
        String dtype = null;
        Protobuf.Field data = null;
        for (Protobuf.Field field : new Protobuf(file, initialiser.begin(), initialiser.begin() + initialiser.length()).fields()) {
            switch (field.number()) {
                case TENSOR_DIMS -> dims.addAll(new Protobuf(file, field.begin(), field.begin() + field.length()).numbers(field));
                case TENSOR_TYPE -> dtype = TYPES.get(field.value());
                case TENSOR_NAME -> name = text(field);
                case TENSOR_RAW, TENSOR_FLOATS -> data = field.length() >= 0 ? field : data;
                default -> { }
            }
        }
        if (dtype == null || dims.stream().anyMatch(d -> d < 0)) {
            throw file.damaged("tensor \"" + name + "\" has an unknown type or a negative size");
        }
        long[] size = dims.stream().mapToLong(Long::longValue).toArray();
        long count = 1;
        try {
            for (long side : size) {
                count = Math.multiplyExact(count, side);
            }
        } catch (ArithmeticException e) {
            throw file.damaged("tensor \"" + name + "\" has a shape larger than any file");
        }
        long bytes = data == null ? 0 : data.length();
        if (bytes / TensorInfo.width(dtype) != count || bytes % TensorInfo.width(dtype) != 0) {
            throw file.damaged("tensor \"" + name + "\" of " + count + " elements of type " + dtype + " has " + bytes
                    + " bytes in it; tensors that lie in other files aren't read");
        }
        String layer = size.length == 2 ? products.get(name) : null;
        StoredTensor turned = layer == null ? null : new StoredTensor(new StoredTensor.Storage(dtype, name, count, 0, count), 0,
                new long[] {size[1], size[0]}, new long[] {1, size[1]});
        TensorInfo info = turned == null ? new TensorInfo(name, dtype, new Shape(size)) : turned.info(layer);
        if (places.put(info.name(), new Place(info, data == null ? 0 : data.begin(), turned)) != null) {
            throw file.damaged("it has tensor \"" + info.name() + "\" twice");
        }
    }

    private String text(Protobuf.Field field) {
        if (field.length() < 0 || field.length() > LONGEST_NAME) {
            throw file.damaged("a name in it isn't one");
        }
        return StandardCharsets.UTF_8.decode(file.copy(field.begin(), (int) field.length())).toString();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public String format() {
        return "ONNX";
    }

    @Override
    String source() {
        return file.source();
    }

    @Override
    ByteBuffer bytes(TensorInfo info) {
        Place place = places.get(info.name());
        ByteBuffer stored = file.map(place.begin(), info.bytes());
        return place.turned() == null ? stored : place.turned().gather(stored);
    }

    @Override
    public void close() {
        file.close();
    }
}

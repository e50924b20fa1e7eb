package glad.nn.weights;

import glad.api.GladException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} writes: since PyTorch 1.6 a zip file with a pickle and one entry per storage, before that a
 * stream of pickles with the storages behind. Nothing in it is ever run (see {@link TorchPickle}), and a tensor is read from
 * where it lies in the file. The state dict may be the whole checkpoint or lie below {@code net}, {@code model},
 * {@code state_dict} or the like, beside an optimiser's state, which isn't looked at, and objects, which are skipped.
 */
final class TorchCheckpoint extends WeightFile {

    private static final BigInteger STREAM_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long STREAM_VERSION = 1001;

    /** A run of a storage's bytes in the file. */
    private record Place(long begin, long size) {}

    private final FileBytes file;
    private final String format;
    private final Map<String, StoredTensor> stored;
    private final Map<String, Place> places;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> skipped;

    private TorchCheckpoint(FileBytes file, String kind, StateDict dict, Map<String, Place> places) {
        this.file = file;
        this.format = "PyTorch " + kind + (dict.path().isEmpty() ? "" : ", below \"" + dict.path() + "\"");
        this.stored = dict.tensors();
        this.places = places;
        this.skipped = dict.skipped();
        stored.forEach((name, tensor) -> tensors.put(name, tensor.info(name)));
    }

    static TorchCheckpoint ofZip(FileBytes file) {
        Map<String, StoredZip.Place> entries = StoredZip.read(file);
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl")).toList();
        if (pickles.size() != 1) {
            throw file.refused("is a zip file with " + (pickles.isEmpty() ? "no" : "more than one")
                    + " data.pkl, so no checkpoint of PyTorch; if it is an archive, unpack it first");
        }
        String folder = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
        StoredZip.Place order = entries.get(folder + "byteorder");
        if (order != null && !text(file, order).strip().equals("little")) {
            throw bigEndian(file);
        }
        TorchPickle pickle = new TorchPickle(file, pickle(file, entries.get(pickles.get(0))));
        StateDict dict = StateDict.find(file, pickle.read());
        Map<String, Place> places = new HashMap<>();
        pickle.storages().forEach((key, storage) -> {
            StoredZip.Place entry = entries.get(folder + "data/" + key);
            long size = storage.whole() * TensorInfo.width(storage.dtype());
            if (entry == null || entry.size() != size) {
                throw file.damaged("storage \"" + key + "\" should have " + size + " bytes, "
                        + (entry == null ? "but isn't in the file" : "but has " + entry.size()));
            }
            places.put(key, new Place(entry.begin(), size));
        });
        return new TorchCheckpoint(file, "zip format", dict, places);
    }

    private static String text(FileBytes file, StoredZip.Place place) {
        byte[] bytes = file.copy(place.begin(), (int) Math.min(place.size(), 16)).array();
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static ByteBuffer pickle(FileBytes file, StoredZip.Place place) {
        if (place.size() > TorchPickle.MAX_BYTES) {
            throw file.refused("has a pickle of " + place.size() + " bytes; expected at most " + TorchPickle.MAX_BYTES);
        }
        return file.map(place.begin(), place.size());
    }

    static TorchCheckpoint ofStream(FileBytes file) {
        ByteBuffer start = file.map(0, Math.min(file.size(), TorchPickle.MAX_BYTES));
        TorchPickle pickle = new TorchPickle(file, start);
        if (!STREAM_MAGIC.equals(pickle.read())) {
            throw file.refused("is a pickle, but no checkpoint of PyTorch; store it with torch.save");
        }
        Object version = pickle.read();
        if (!Long.valueOf(STREAM_VERSION).equals(version)) {
            throw file.refused("has version " + (version instanceof Long ? version : "?") + " of the old format of PyTorch;"
                    + " expected " + STREAM_VERSION);
        }
        Object system = pickle.read();
        if (!(system instanceof Map<?, ?> facts)) {
            throw file.damaged("it doesn't tell its byte order");
        }
        if (!Boolean.TRUE.equals(facts.get("little_endian"))) {
            throw bigEndian(file);
        }
        StateDict dict = StateDict.find(file, pickle.read());
        if (!(pickle.read() instanceof List<?> keys)) {
            throw file.damaged("it doesn't list its storages");
        }
        Map<String, Place> places = new HashMap<>();
        long at = start.position();
        for (Object key : keys) {
            StoredTensor.Storage storage = key instanceof String name ? pickle.storages().get(name) : null;
            if (storage == null || places.containsKey(key)) {
                throw file.damaged("it lists a storage " + (storage == null ? "that no tensor has" : "twice"));
            }
            long size = storage.whole() * TensorInfo.width(storage.dtype());
            if (size > file.size() - at - 8) {
                throw file.damaged("storage \"" + key + "\" claims " + size + " bytes at byte " + at + " of " + file.size()
                        + "; the file may be cut short");
            }
            long count = file.copy(at, 8).getLong();
            if (count != storage.whole()) {
                throw file.damaged("storage \"" + key + "\" has " + count + " elements at byte " + at + ", and "
                        + storage.whole() + " where it is described");
            }
            places.put((String) key, new Place(at + 8, size));
            at += 8 + size;
        }
        pickle.storages().keySet().stream().filter(key -> !places.containsKey(key)).findFirst().ifPresent(key -> {
            throw file.damaged("storage \"" + key + "\" isn't in the file");
        });
        return new TorchCheckpoint(file, "stream format", dict, places);
    }

    private static GladException bigEndian(FileBytes file) {
        return file.refused("was written on a big-endian machine; load and save it with PyTorch on a little-endian one");
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Map<String, String> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    @Override
    String source() {
        return file.source();
    }

    @Override
    ByteBuffer bytes(TensorInfo info) {
        StoredTensor tensor = stored.get(info.name());
        if (info.bytes() == 0) {
            return ByteBuffer.allocate(0);
        }
        if (info.bytes() > Integer.MAX_VALUE) {
            throw file.tooLarge(info.bytes());
        }
        int width = TensorInfo.width(info.dtype());
        long first = places.get(tensor.storage().key()).begin() + (tensor.storage().begin() + tensor.offset()) * width;
        ByteBuffer run = file.map(first, tensor.extent() * width);
        return tensor.contiguous() ? run : tensor.gather(run);
    }

    @Override
    public void close() {
        file.close();
    }
}

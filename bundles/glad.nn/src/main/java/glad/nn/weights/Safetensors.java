package glad.nn.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import glad.api.GladException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: an 8-byte little-endian header length N, N bytes of JSON, then raw little-endian data. Files are
 * memory-mapped tensor by tensor, so that their size is bounded by the disk alone. The header is checked against the
 * file's length before anything is read, and tensors may neither overlap nor leave the file.
 */
public final class Safetensors extends WeightFile {

    private static final long MAX_HEADER = 64L << 20;
    private static final int MAX_DIMENSIONS = 64;

    private record Place(TensorInfo info, long begin, long end) {}

    private final FileBytes file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    Safetensors(FileBytes file) {
        this.file = file;
        long size = file.size();
        if (size < 8) {
            throw file.damaged("it has " + size + " bytes, a header needs at least 8");
        }
        long header = file.copy(0, 8).getLong();
        if (header < 2 || header > MAX_HEADER || header > size - 8) {
            throw file.damaged("its header claims " + Long.toUnsignedString(header) + " bytes of the file's " + size);
        }
        try (JsonParser json = new JsonFactory().createParser(file.copy(8, (int) header).array())) {
            parse(json, 8 + header, size);
        } catch (IOException e) {
            throw file.damaged("its header is no JSON");
        }
        List<Place> byPlace = new ArrayList<>(places.values());
        byPlace.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
        for (int i = 1; i < byPlace.size(); i++) {
            if (byPlace.get(i).begin() < byPlace.get(i - 1).end()) {
                throw file.damaged("tensors \"" + byPlace.get(i - 1).info().name() + "\" and \""
                        + byPlace.get(i).info().name() + "\" overlap");
            }
        }
        places.forEach((name, place) -> tensors.put(name, place.info()));
    }

    /**
     * Opens a file.
     *
     * @throws GladException if it is missing, cut short, or damaged, naming the file and the fault
     */
    public static Safetensors open(Path path) {
        FileBytes file = FileBytes.open(path);
        try {
            return new Safetensors(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Reads a whole stream into memory, for files that a bundle carries. The stream stays the caller's. */
    public static Safetensors read(String name, InputStream in) throws IOException {
        return new Safetensors(FileBytes.read(name, in));
    }

    private void parse(JsonParser json, long dataStart, long size) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw file.damaged("its header is no JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw file.damaged("\"" + name + "\" of its header is no JSON object");
            }
            if (name.equals("__metadata__")) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String key = json.currentName();
                    json.nextToken();
                    json.skipChildren();
                    metadata.put(key, json.getText());
                }
            } else if (places.put(name, place(name, json, dataStart, size)) != null) {
                throw file.damaged("its header has tensor \"" + name + "\" twice");
            }
        }
    }

    private Place place(String name, JsonParser json, long dataStart, long size) throws IOException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("dtype") && value == JsonToken.VALUE_STRING) {
                dtype = json.getText();
            } else if (key.equals("shape") && value == JsonToken.START_ARRAY) {
                shape = numbers(json);
            } else if (key.equals("data_offsets") && value == JsonToken.START_ARRAY) {
                offsets = numbers(json);
            } else {
                json.skipChildren();
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
            throw file.damaged("tensor \"" + name + "\" lacks dtype, shape or data_offsets");
        }
        int width = TensorInfo.width(dtype);
        if (width == 0) {
            throw file.damaged("tensor \"" + name + "\" has the unknown type \"" + dtype + "\"");
        }
        String dims = Arrays.toString(shape);
        long expected = width;
        for (long side : shape) {
            if (side < 0) {
                throw file.damaged("tensor \"" + name + "\" has the shape " + dims);
            }
            try {
                expected = Math.multiplyExact(expected, side);
            } catch (ArithmeticException e) {
                throw file.damaged("tensor \"" + name + "\" has the shape " + dims + ", more than any file holds");
            }
        }
        long begin = offsets[0];
        long end = offsets[1];
        if (begin < 0 || end < begin || end > size - dataStart) {
            throw file.damaged("tensor \"" + name + "\" lies at bytes " + Arrays.toString(offsets) + " of "
                    + (size - dataStart) + "; the file may be cut short");
        }
        if (end - begin != expected) {
            throw file.damaged("tensor \"" + name + "\" of shape " + dims + " and type " + dtype + " needs " + expected
                    + " bytes, the header gives it " + (end - begin));
        }
        return new Place(new TensorInfo(name, dtype, new Shape(shape)), dataStart + begin, dataStart + end);
    }

    /** Reads an array of whole numbers; any other value counts as -1. */
    private long[] numbers(JsonParser json) throws IOException {
        long[] numbers = new long[MAX_DIMENSIONS];
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == null || count == MAX_DIMENSIONS) {
                throw file.damaged("its header has an array that doesn't end after " + MAX_DIMENSIONS + " numbers");
            }
            boolean whole = token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            json.skipChildren();
            numbers[count++] = whole ? json.getLongValue() : -1;
        }
        return Arrays.copyOf(numbers, count);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public String format() {
        return "safetensors";
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    @Override
    String source() {
        return file.source();
    }

    @Override
    ByteBuffer bytes(TensorInfo info) {
        Place place = places.get(info.name());
        return file.map(place.begin(), place.end() - place.begin());
    }

    @Override
    public void close() {
        file.close();
    }
}

package glad.nn.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network in several files, as diffusers and transformers publish large ones: {@code NAME.index.json} says which of the
 * files beside it has which tensor ({@code weight_map}).
 */
final class ShardedWeights extends WeightFile {

    private static final long MAX_INDEX = 64L << 20;

    private final FileBytes index;
    private final Map<String, WeightFile> shards = new LinkedHashMap<>();
    private final Map<String, WeightFile> owners = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    ShardedWeights(Path path, FileBytes index) {
        this.index = index;
        if (index.size() > MAX_INDEX) {
            throw index.refused("has " + index.size() + " bytes; an index has at most " + MAX_INDEX);
        }
        try (JsonParser json = new JsonFactory().createParser(index.copy(0, (int) index.size()).array())) {
            parse(json, path.toAbsolutePath().getParent());
        } catch (IOException e) {
            close();
            throw index.damaged("it is no JSON");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Tells whether a file is an index, by its name: any JSON has the same beginning. */
    static boolean isIndex(Path file) {
        return file.getFileName().toString().endsWith(".index.json");
    }

    private void parse(JsonParser json, Path folder) throws IOException {
        boolean found = false;
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw index.damaged("it is no JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("weight_map") && value == JsonToken.START_OBJECT) {
                found = true;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String tensor = json.currentName();
                    if (json.nextToken() != JsonToken.VALUE_STRING) {
                        throw index.damaged("it names no file for tensor \"" + tensor + "\"");
                    }
                    add(tensor, json.getText(), folder);
                }
            } else {
                json.skipChildren();
            }
        }
        if (!found) {
            throw index.damaged("it has no \"weight_map\" from tensors to files");
        }
    }

    private void add(String tensor, String file, Path folder) {
        if (!file.matches("[\\w.-]+") || file.startsWith(".") || file.endsWith(".json")) {
            throw index.damaged("it names \"" + file + "\" as a file of weights; expected a name in its own folder");
        }
        WeightFile shard = shards.get(file);
        if (shard == null) {
            shard = WeightFile.open(folder.resolve(file));
            shards.put(file, shard);
        }
        TensorInfo info = shard.tensors().get(tensor);
        if (info == null) {
            throw index.damaged("it has tensor \"" + tensor + "\" in \"" + file + "\", which doesn't hold it");
        }
        if (tensors.put(tensor, info) != null) {
            throw index.damaged("it has tensor \"" + tensor + "\" twice");
        }
        owners.put(tensor, shard);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public String format() {
        return shards.size() + " files of " + shards.values().stream().map(WeightFile::format).findFirst().orElse("nothing");
    }

    @Override
    String source() {
        return index.source();
    }

    @Override
    ByteBuffer bytes(TensorInfo info) {
        return owners.get(info.name()).bytes(info);
    }

    @Override
    public void close() {
        shards.values().forEach(WeightFile::close);
        index.close();
    }
}

package glad.datasets.images.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A file of objects in images as COCO has it: {@code images}, {@code annotations}, {@code categories}. It is read
 * entry by entry, since it holds outlines of hundreds of megabytes that nobody needs here.
 *
 * @param objects by number, in the file's order, crowds left out
 * @param images file names by number
 * @param categories by number
 */
record Instances(Map<Long, Instance> objects, Map<Long, String> images, Map<Long, Category> categories) {

    /** One object: its box in pixels of an image, and its category. */
    record Instance(Box box, long image, long category) {}

    /** A kind of object and what it belongs to, such as {@code dog} and {@code animal}. */
    record Category(String name, String superCategory) {}

    /** Reads a file. @throws GladException (failure) if it is missing or damaged */
    static Instances read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw GladException.failure("no annotation at \"" + file + "\"; expected it as COCO has it");
        }
        Instances all = new Instances(new LinkedHashMap<>(), new HashMap<>(), new HashMap<>());
        ObjectReader reader = new JsonMapper().reader();
        try (InputStream in = Files.newInputStream(file); JsonParser json = new JsonFactory().createParser(in)) {
            json.setCodec(new JsonMapper());
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "images" -> each(json, reader, image -> all.images.put(image.path("id").asLong(),
                            image.path("file_name").asText()));
                    case "annotations" -> each(json, reader, all::add);
                    case "categories" -> each(json, reader, kind -> all.categories.put(kind.path("id").asLong(),
                            new Category(kind.path("name").asText(), kind.path("supercategory").asText())));
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw GladException.failure("\"" + file + "\" can't be read: " + Reason.of(e) + "; restore it", e);
        }
        if (all.objects.isEmpty()) {
            throw GladException.failure("no objects in \"" + file + "\"; expected annotations as COCO has them");
        }
        return all;
    }

    /** Returns an object. @throws GladException (failure) if there is none of that number */
    Instance object(long number) {
        Instance found = objects.get(number);
        if (found == null) {
            throw GladException.failure("no object " + number + " in the annotation; restore it");
        }
        return found;
    }

    /** Returns the kind of an object; empty names if the file doesn't say. */
    Category category(Instance object) {
        return categories.getOrDefault(object.category(), new Category("", ""));
    }

    private void add(JsonNode node) {
        JsonNode box = node.path("bbox");
        if (node.path("iscrowd").asInt() == 0) {
            objects.put(node.path("id").asLong(), new Instance(
                    new Box(box.path(0).asDouble(), box.path(1).asDouble(), box.path(2).asDouble(),
                            box.path(3).asDouble()),
                    node.path("image_id").asLong(), node.path("category_id").asLong()));
        }
    }

    private static void each(JsonParser json, ObjectReader reader, Consumer<JsonNode> consumer) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            consumer.accept(reader.readTree(json));
        }
    }
}

package glad.trackers.onnx.internal;

import com.fasterxml.jackson.databind.JsonNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.Reason;
import glad.runtime.YamlFile;
import glad.trackers.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a tracker's ONNX files are used: the small file beside them.
 *
 * @param model the file that compares template and search region
 * @param template how the target's crop is made and where it goes
 * @param search how the search region's crop is made and where it goes
 * @param framing what the crops show
 * @param pixels which numbers the network sees
 * @param decoding how its maps become a box
 */
record Recipe(Path model, Input template, Input search, Framing framing, Pixels pixels, Decoding decoding) {

    private static final String MODEL = "model";
    private static final String TEMPLATE = "template";
    private static final String SEARCH = "search";
    private static final String CROP = "crop";
    private static final String PIXELS = "pixels";
    private static final String DECODE = "decode";
    private static final String INPUT = "input";
    private static final String SIZE = "size";
    private static final String FACTOR = "factor";
    private static final String ENCODER = "encoder";
    private static final String OUTPUT = "output";
    private static final double LARGEST = 4096;

    /**
     * One of the two crops.
     *
     * @param name the model's input that it goes to, by way of the encoder if there is one
     * @param size side of the crop, pixels
     * @param factor side of the crop over the side of a square with the target's area; NaN where the crop has no use for it
     * @param encoder what computes features of it first
     */
    record Input(String name, int size, double factor, Optional<Encoder> encoder) {}

    /** A model of its own that a crop goes through. @param input its input @param output the output that goes on */
    record Encoder(Path model, String input, String output) {}

    /** Returns all files. */
    List<Path> models() {
        return Stream.concat(Stream.of(template, search).flatMap(each -> each.encoder().stream()).map(Encoder::model), Stream.of(model)).distinct()
                .toList();
    }

    /** Reads a recipe. @throws GladException (usage) naming the key, the value, and what is expected */
    static Recipe read(Path file, String id) {
        Entry entry = new Entry(file, id, tree(file));
        entry.only(Stream.concat(Stream.of(MODEL, TEMPLATE, SEARCH, CROP, PIXELS, DECODE), Decoding.keys().stream()).toList());
        Framing framing = one(entry, CROP, Framing.values());
        return new Recipe(entry.path(MODEL), input(entry.below(TEMPLATE), framing, TEMPLATE), input(entry.below(SEARCH), framing, SEARCH), framing,
                Pixels.read(entry.below(PIXELS)), Decoding.read(one(entry, DECODE, Decoding.Kind.values()), entry));
    }

    private static Input input(Entry entry, Framing framing, String usual) {
        entry.only(framing == Framing.AREA ? List.of(INPUT, SIZE, FACTOR, ENCODER) : List.of(INPUT, SIZE, ENCODER));
        Optional<Encoder> encoder = Optional.empty();
        if (entry.has(ENCODER)) {
            Entry own = entry.below(ENCODER);
            own.only(List.of(MODEL, INPUT, OUTPUT));
            encoder = Optional.of(new Encoder(own.path(MODEL), own.text(INPUT), own.text(OUTPUT)));
        }
        double size = entry.number(SIZE, 1, LARGEST, Double.NaN);
        if (size != Math.rint(size)) {
            throw entry.wrong(SIZE, entry.value(SIZE), "a whole number of pixels");
        }
        return new Input(entry.text(INPUT, usual), (int) size,
                framing == Framing.AREA ? entry.number(FACTOR, 0.1, 100, Double.NaN) : Double.NaN, encoder);
    }

    /** Returns the constant that a key names in small letters. */
    static <E extends Enum<E>> E one(Entry entry, String key, E[] all) {
        String text = entry.text(key);
        return Stream.of(all).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text)).findFirst().orElseThrow(() -> GladException.usage(
                Names.unknown(key + " of " + entry.what(), text, Stream.of(all).map(each -> each.name().toLowerCase(Locale.ROOT)).toList())));
    }

    private static JsonNode tree(Path file) {
        try {
            return YamlFile.read("\"" + file + "\"", file);
        } catch (IOException e) {
            throw GladException.usage("\"" + file + "\" can't be read: " + Reason.of(e) + "; expected the file that says how a tracker's ONNX files"
                    + " are used (docs/TRACKERS.md)");
        }
    }
}

package glad.trackers.onnx.internal;

import glad.api.Box;
import glad.trackers.Entry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a network's maps become a box. */
interface Decoding {

    /** The kinds, under the names that recipes call them. */
    enum Kind {
        /** A score and the distances to four edges at each place. */
        DISTANCES(DistanceMaps::read, List.of("outputs", "stride", "penalty", "window", "rate")),
        /** A score at each place, and there size and offset of the centre. */
        CENTRE(CentreMaps::read, List.of("outputs", "window"));

        private final Function<Entry, Decoding> reader;
        private final List<String> keys;

        Kind(Function<Entry, Decoding> reader, List<String> keys) {
            this.reader = reader;
            this.keys = keys;
        }
    }

    /** Returns the keys of all kinds together. */
    static List<String> keys() {
        return Stream.of(Kind.values()).flatMap(kind -> kind.keys.stream()).distinct().toList();
    }

    /** An output that is read. @param channels how many it has; 0 where that may differ */
    record Output(String name, int channels) {}

    /** What a frame comes to. @param box counted as {@link Framing#begin} counts @param confidence in [0, 1] */
    record Found(Box box, double confidence) {}

    /** Reads a kind's keys; those of other kinds are refused. */
    static Decoding read(Kind kind, Entry entry) {
        keys().stream().filter(key -> entry.has(key) && !kind.keys.contains(key)).findFirst().ifPresent(key -> {
            throw entry.wrong(key, entry.value(key), "no such key with this \"decode\", which takes " + String.join(", ", kind.keys));
        });
        return kind.reader.apply(entry);
    }

    /** Returns the outputs that it reads. */
    List<Output> outputs();

    /**
     * Finds the target.
     *
     * @param maps the outputs, by name
     * @param view the search region
     * @param last where the target was before
     */
    Found decode(Map<String, Maps> maps, View view, Box last);
}

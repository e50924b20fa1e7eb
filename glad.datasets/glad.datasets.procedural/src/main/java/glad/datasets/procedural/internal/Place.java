package glad.datasets.procedural.internal;

import java.util.List;
import java.util.stream.Stream;

/** Where a target is, as its sentence may say after its looks. */
public enum Place {
    /** Of a tree in the middle. */ LEFT("left of the tree"),
    /** Of a tree in the middle. */ RIGHT("right of the tree"),
    /** Grass covers the lower half. */ ON("on the grass"),
    /** Grass covers the lower half. */ ABOVE("above the grass");

    private final String words;

    Place(String words) {
        this.words = words;
    }

    /** Returns the words. */
    String words() {
        return words;
    }

    /** Returns the place on the other side. */
    Place other() {
        return values()[ordinal() ^ 1];
    }

    /** Tells whether it is beside a tree; else it is about grass. */
    boolean beside() {
        return this == LEFT || this == RIGHT;
    }

    /** Returns all words, each once, in alphabetical order. */
    public static List<String> allWords() {
        return Stream.of(values()).flatMap(place -> Stream.of(place.words().split(" "))).distinct().sorted().toList();
    }
}

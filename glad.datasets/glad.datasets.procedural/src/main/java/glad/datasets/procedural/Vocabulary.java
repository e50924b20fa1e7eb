package glad.datasets.procedural;

import glad.datasets.procedural.internal.Place;
import glad.datasets.procedural.internal.Words;
import java.util.List;

/** The words of all procedural sentences: colours, textures, shapes and kinds of things; and those of places. */
public final class Vocabulary {

    private Vocabulary() {}

    /** Returns every word by which sentences say what a target is, once, in lower case and alphabetical order; the same in every run. */
    public static List<String> words() {
        return Words.all();
    }

    /** Returns every word by which sentences say where a target is, once, in lower case and alphabetical order. */
    public static List<String> placeWords() {
        return Place.allWords();
    }
}

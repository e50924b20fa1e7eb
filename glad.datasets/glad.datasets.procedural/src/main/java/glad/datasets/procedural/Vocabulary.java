package glad.datasets.procedural;

import glad.datasets.procedural.internal.Words;
import java.util.List;

/** The words of all procedural sentences: colours, textures, shapes and kinds of things. */
public final class Vocabulary {

    private Vocabulary() {}

    /** Returns every word that can occur, once, in lower case and alphabetical order; the same in every run. */
    public static List<String> words() {
        return Words.all();
    }
}

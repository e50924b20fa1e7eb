package glad.datasets.procedural.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which colours of which outlines drawn targets have: some can be kept for later, every one of whose words is known by then. */
enum Combinations {
    /** All. */
    ALL,
    /** Three quarters of them. */
    SEEN,
    /** The others. */
    UNSEEN;

    private static final int UNSEEN_OF = 4;

    /** Tells whether a look is one of these. */
    boolean has(ObjectTraits look) {
        boolean unseen = (look.colour().ordinal() + look.shape().ordinal()) % UNSEEN_OF == 0;
        return this == ALL || unseen == (this == UNSEEN);
    }

    /** Returns their words in options. */
    static List<String> words() {
        return Arrays.stream(values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns the one of a word. */
    static Combinations of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}

package glad.datasets.procedural.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All words that sentences are made of. */
public final class Words {

    /** The noun for a piece cut from a photograph. */
    static final String PATCH = "patch";

    /** The noun for a part of a photograph. */
    static final String REGION = "part";

    private Words() {}

    /** Returns the sentence for a person, who goes by the colour of the clothes. */
    static String person(Colour dress) {
        return "person in " + dress.word();
    }

    /** Returns the numbers of a sentence's words that name its target: all of them say what it looks like, and none where it is. */
    static Set<Integer> numbers(String sentence) {
        return sentence.isEmpty() ? Set.of() : IntStream.range(0, sentence.split(" ").length).boxed().collect(Collectors.toSet());
    }

    /** Returns every word once, in alphabetical order. */
    public static List<String> all() {
        Set<String> words = new LinkedHashSet<>(StampCategory.words());
        for (Colour colour : Colour.values()) {
            words.add(colour.word());
        }
        for (Texture texture : Texture.values()) {
            words.add(texture.word());
        }
        for (Shape shape : Shape.values()) {
            words.add(shape.word());
        }
        for (PatchOutline cut : PatchOutline.values()) {
            words.add(cut.word());
        }
        words.add("person");
        words.add("in");
        words.add(PATCH);
        words.add(REGION);
        List<String> sorted = new ArrayList<>(words);
        sorted.sort(null);
        return List.copyOf(sorted);
    }
}

package glad.eval.report;

import java.util.List;

/**
 * A sentence whose words are tinted by how much they count.
 *
 * @param caption by what they are tinted, and when
 * @param words in order
 */
public record TintedSentence(String caption, List<Word> words) {

    /**
     * A word.
     *
     * @param text as it is written
     * @param value how much it counts
     * @param tint how strongly it is tinted, in [0, 1]
     */
    public record Word(String text, String value, double tint) {}

    /** Copies the list. */
    public TintedSentence {
        words = List.copyOf(words);
    }
}

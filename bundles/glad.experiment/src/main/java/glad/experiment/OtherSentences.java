package glad.experiment;

import glad.api.data.ForwardingSequence;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sequences with other sentences.
 *
 * @param set as the dataset has them
 * @param words makes the sentence of one
 * @param by the mode that decides them; null if they are a user's own
 */
record OtherSentences(SequenceSet set, Function<Sequence, String> words, @Nullable SentenceMode by) implements SequenceSet {

    @Override
    public List<String> names() {
        return set.names();
    }

    @Override
    public boolean has(String name) {
        return set.has(name);
    }

    @Override
    public boolean hasFrames(String name) {
        return set.hasFrames(name);
    }

    @Override
    public Sequence sequence(String name) {
        Sequence told = set.sequence(name);
        return new One(told, words.apply(told), by);
    }

    private static final class One extends ForwardingSequence {

        private final String sentence;

        One(Sequence told, String sentence) {
            super(told);
            this.sentence = sentence;
        }

        @Override
        public String sentence() {
            return sentence;
        }

        @Override
        public String officialSentence() {
            return sentence;
        }
    }
}

package glad.experiment;

import glad.api.data.ForwardingSequence;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sequences with other sentences.
 *
 * @param set as the dataset has them
 * @param words makes the sentences of one
 * @param by the mode that decides them; empty if they are a user's own
 */
record OtherSentences(SequenceSet set, Function<Sequence, Sentences> words, Optional<SentenceMode> by) implements SequenceSet {

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

    /** One of them. */
    static final class One extends ForwardingSequence {

        private final Sentences sentences;
        private final Optional<SentenceMode> by;

        One(Sequence told, Sentences sentences, Optional<SentenceMode> by) {
            super(told);
            this.sentences = sentences;
            this.by = by;
        }

        /** Returns the mode that decided the sentence; empty if that is a user's own. */
        Optional<SentenceMode> by() {
            return by;
        }

        @Override
        public String sentence() {
            return sentences.first();
        }

        @Override
        public Sentences sentences() {
            return sentences;
        }

        @Override
        public String officialSentence() {
            return sentences.first();
        }

        /** {@inheritDoc} Labels are those of what was written. */
        @Override
        public Optional<Set<Integer>> targetWords(int frame) {
            return sentences.at(frame).equals(super.sentences().at(frame)) ? super.targetWords(frame) : Optional.empty();
        }
    }
}

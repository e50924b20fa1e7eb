package glad.experiment;

import glad.api.Box;
import glad.api.ImageSize;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sequences with other sentences.
 *
 * @param set as the dataset has them
 * @param words makes the sentence of one
 */
record OtherSentences(SequenceSet set, Function<Sequence, String> words) implements SequenceSet {

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
        return new One(told, words.apply(told));
    }

    private record One(Sequence told, String sentence) implements Sequence {

        @Override
        public String name() {
            return told.name();
        }

        @Override
        public List<Box> boxes() {
            return told.boxes();
        }

        @Override
        public List<Boolean> visible() {
            return told.visible();
        }

        @Override
        public String targetClass() {
            return told.targetClass();
        }

        @Override
        public Optional<ImageSize> imageSize() {
            return told.imageSize();
        }

        @Override
        public Set<String> attributes() {
            return told.attributes();
        }

        @Override
        public Frames open() throws IOException {
            return told.open();
        }
    }
}

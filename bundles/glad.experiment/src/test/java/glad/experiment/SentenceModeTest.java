package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glad.api.Box;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SentenceModeTest {

    private static final Sequence BIRD = new Sequence() {
        @Override
        public String name() {
            return "bird-1";
        }

        @Override
        public List<Box> boxes() {
            return List.of();
        }

        @Override
        public List<Boolean> visible() {
            return List.of();
        }

        @Override
        public String sentence() {
            return "white bird, flying";
        }

        @Override
        public String officialSentence() {
            return "['white bird' ' flying']";
        }

        @Override
        public Set<String> attributes() {
            return Set.of();
        }

        @Override
        public Frames open() {
            throw new UnsupportedOperationException();
        }
    };

    @Test
    void decidesWhatATrackerIsToldOfASequence() {
        assertEquals("white bird, flying", SentenceMode.WRITTEN.of(BIRD));
        assertEquals("['white bird' ' flying']", SentenceMode.OFFICIAL.of(BIRD));
        assertEquals("", SentenceMode.NONE.of(BIRD));
    }

    @Test
    void aUsersOwnSentenceIsTakenAsWritten() {
        assertEquals("a dog, running", SentenceMode.OFFICIAL.of("a dog, running"));
        assertEquals("", SentenceMode.NONE.of("a dog, running"));
    }
}

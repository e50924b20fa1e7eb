package glad.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.data.ForwardingSequence;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        public String targetClass() {
            return "bird";
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

    private static final SequenceSet BIRDS = new SequenceSet() {
        @Override
        public List<String> names() {
            return List.of("bird-1");
        }

        @Override
        public Sequence sequence(String name) {
            return BIRD;
        }
    };

    @Test
    void decidesWhatATrackerIsToldOfASequence() {
        assertEquals("white bird, flying", SentenceMode.WRITTEN.of(BIRD).first());
        assertEquals("['white bird' ' flying']", SentenceMode.OFFICIAL.of(BIRD).first());
        assertEquals("bird", SentenceMode.CLASS.of(BIRD).first());
        assertEquals("", SentenceMode.NONE.of(BIRD).first());
    }

    @Test
    void sentencesThatChangeAreToldOneByOne() {
        Sentences written = new Sentences(List.of(new Sentences.Part(0, "a bird flies"), new Sentences.Part(9, "a bird sits down")));
        SequenceSet changing = new OtherSentences(BIRDS, s -> written, Optional.empty());
        Sequence bird = changing.sequence("bird-1");
        assertEquals(written, SentenceMode.WRITTEN.of(bird));
        assertEquals(written, SentenceMode.OFFICIAL.of(bird));
        assertEquals("", SentenceMode.NONE.of(bird).text());
        assertEquals("bird", SentenceMode.CLASS.of(bird).text());
        Sentences shuffled = SentenceMode.SHUFFLED.of(bird);
        assertEquals(List.of(0, 9), shuffled.parts().stream().map(Sentences.Part::frame).toList());
        assertEquals(SentenceMode.SHUFFLED.of("a bird sits down"), shuffled.at(9));
        assertEquals(shuffled, SentenceMode.SHUFFLED.of(SentenceMode.SHUFFLED.of(changing).sequence("bird-1")));
        SequenceSet pair = new SequenceSet() {
            @Override
            public List<String> names() {
                return List.of("bird-1", "plane-1");
            }

            @Override
            public Sequence sequence(String name) {
                return name.equals("bird-1") ? bird : new ForwardingSequence(BIRD) {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public String targetClass() {
                        return "plane";
                    }
                };
            }
        };
        assertEquals(written, SentenceMode.OTHER.of(pair).sequence("plane-1").sentences());
        assertEquals(Sentences.of("white bird, flying"), SentenceMode.OTHER.of(pair).sequence("bird-1").sentences());
    }

    @Test
    void aUsersOwnSentenceIsTakenAsWritten() {
        assertEquals("a dog, running", SentenceMode.OFFICIAL.of("a dog, running"));
        assertEquals("", SentenceMode.NONE.of("a dog, running"));
    }

    @Test
    void aSequenceToldOnceIsToldTheSameAgain() {
        for (SentenceMode mode : List.of(SentenceMode.WRITTEN, SentenceMode.OFFICIAL, SentenceMode.CLASS, SentenceMode.NONE)) {
            Sequence told = mode.of(BIRDS).sequence("bird-1");
            assertEquals(mode.of(BIRD).first(), told.sentence());
            assertEquals(mode.of(BIRD), mode.of(told));
        }
    }

    @Test
    void wrongSentencesHaveTheWordsOfThisTargetOrOfAnother() {
        String shuffled = SentenceMode.SHUFFLED.of("white bird, flying");
        assertEquals(List.of("bird,", "flying", "white"), Arrays.stream(shuffled.split(" ")).sorted().toList());
        assertNotEquals("white bird, flying", shuffled);
        assertEquals(shuffled, SentenceMode.SHUFFLED.of(BIRD).first());
        assertEquals("bird", SentenceMode.SHUFFLED.of("bird"));
        Sequence told = SentenceMode.SHUFFLED.of(BIRDS).sequence("bird-1");
        assertEquals(shuffled, SentenceMode.SHUFFLED.of(told).first()); // and not shuffled twice
        SequenceSet pair = new SequenceSet() {
            @Override
            public List<String> names() {
                return List.of("bird-1", "bird-2", "dog-1");
            }

            @Override
            public Sequence sequence(String name) {
                return name.startsWith("bird") ? BIRD : new OtherSentences(BIRDS, s -> Sentences.of("a dog"), Optional.empty()).sequence("bird-1");
            }
        };
        assertThrows(GladException.class, () -> SentenceMode.OTHER.of(pair).sequence("bird-1").sentence()); // of the same class
        assertTrue(assertThrows(GladException.class, () -> SentenceMode.OTHER.of("a bird")).getMessage().contains("choose written"));
    }

    @Test
    void aTableGivesSequencesTheUsersOwnSentences(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.csv");
        Files.writeString(file, "sequence,sentence\nbird-1,\"a gull, landing\"\n");
        assertEquals("a gull, landing", SentenceTable.read(file).of(BIRDS).sequence("bird-1").sentence());
        Files.writeString(file, "bird-2,a gull\n");
        SequenceSet other = SentenceTable.read(file).of(BIRDS);
        GladException missing = assertThrows(GladException.class, () -> other.sequence("bird-1"));
        assertTrue(missing.getMessage().contains("\"bird-1\""), missing.getMessage());
        Files.writeString(file, "bird-1,a gull, landing\n");
        GladException unquoted = assertThrows(GladException.class, () -> SentenceTable.read(file));
        assertTrue(unquoted.getMessage().contains("double quotes"), unquoted.getMessage());
        Files.writeString(file, "bird-1,a gull\nbird-1,a bird\n");
        assertThrows(GladException.class, () -> SentenceTable.read(file));
        assertThrows(GladException.class, () -> SentenceTable.read(folder.resolve("gone.csv")));
    }
}

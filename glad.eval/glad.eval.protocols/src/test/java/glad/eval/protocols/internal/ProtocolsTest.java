package glad.eval.protocols.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.ImageSize;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.track.Protocol;
import glad.testing.ProtocolContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The runs of protocols, with numbers worked out by the OTB toolkit's rules. */
class ProtocolsTest {

    private static final int WIDTH = 60;
    private static final int HEIGHT = 50;

    /** A sequence whose frame {@code i} is one pixel of the value {@code i} repeated. */
    private record Moving(String name, List<Box> boxes) implements Sequence {

        @Override
        public List<Boolean> visible() {
            return IntStream.range(0, boxes.size()).mapToObj(i -> i % 2 == 0).toList();
        }

        @Override
        public String sentence() {
            return "what moves";
        }

        @Override
        public Sentences sentences() {
            return new Sentences(List.of(new Sentences.Part(0, sentence()), new Sentences.Part(4, "what stands"),
                    new Sentences.Part(9, "what turns")));
        }

        @Override
        public Set<String> attributes() {
            return Set.of("blur");
        }

        @Override
        public Frames open() {
            return new Frames() {

                @Override
                public int count() {
                    return boxes.size();
                }

                @Override
                public Image frame(int index) {
                    byte[] pixels = new byte[WIDTH * HEIGHT * 3];
                    pixels[0] = (byte) index;
                    return new Image(WIDTH, HEIGHT, pixels);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** One sequence that is there and one that isn't. */
    private static SequenceSet set(List<Box> boxes) {
        return new SequenceSet() {

            @Override
            public List<String> names() {
                return List.of("here", "gone");
            }

            @Override
            public boolean has(String name) {
                return name.equals("here");
            }

            @Override
            public Sequence sequence(String name) {
                if (!has(name)) {
                    throw GladException.failure("sequence \"" + name + "\" isn't there");
                }
                return new Moving(name, boxes);
            }
        };
    }

    private static List<Box> moving(int frames) {
        return IntStream.range(0, frames).mapToObj(i -> new Box(i, 5, 10, 10)).toList();
    }

    @Test
    void onePassIsTheSequencesThemselves() {
        SequenceSet set = set(moving(3));
        assertSame(set, new OnePass().runs(set));
    }

    @Test
    void temporalRobustnessBeginsInTwentyFramesTheLastWithTwentyFramesLeft() {
        assertEquals(List.of(0, 4, 8, 12, 17, 21, 25, 29, 34, 38, 42, 46, 51, 55, 59, 63, 68, 72, 76, 80),
                TemporalRobustness.starts(moving(100)));
        List<Box> gaps = new ArrayList<>(moving(100));
        Collections.fill(gaps.subList(0, 5), new Box(0, 0, 0, 0));
        gaps.set(80, new Box(Double.NaN, 1, 1, 1));
        gaps.set(79, new Box(-1, 5, 10, 10));
        List<Integer> starts = TemporalRobustness.starts(gaps);
        assertEquals(20, starts.size());
        assertEquals(5, starts.get(0));
        assertEquals(78, starts.get(19));
    }

    @Test
    void aShortSequenceIsBegunInEachFrameOnce() {
        assertEquals(List.of(0, 1, 2, 3, 4), TemporalRobustness.starts(moving(24)));
        assertEquals(List.of(0), TemporalRobustness.starts(moving(19)));
        assertEquals(List.of(), TemporalRobustness.starts(List.of(new Box(0, 0, 0, 0))));
    }

    @Test
    void aLaterStartHasTheRestOfBoxesVisibilityAndFrames() throws IOException {
        SequenceSet runs = new TemporalRobustness().runs(set(moving(24)));
        assertEquals(List.of("here@0", "here@1", "here@2", "here@3", "here@4", "gone"), runs.names());
        assertTrue(runs.has("here@3") && runs.hasFrames("here@3"));
        assertFalse(runs.has("gone"));
        assertThrows(GladException.class, () -> runs.sequence("gone"));
        assertTrue(assertThrows(GladException.class, () -> runs.sequence("here@7")).getMessage().contains("unknown run \"here@7\""));
        Sequence third = runs.sequence("here@3");
        assertEquals("here@3", third.name());
        assertEquals("what moves; from frame 1: what stands; from frame 6: what turns", third.sentences().text());
        Sequence fourth = runs.sequence("here@4");
        assertEquals("what stands", fourth.sentence());
        assertEquals("what stands; from frame 5: what turns", fourth.sentences().text());
        assertEquals(Set.of("blur"), third.attributes());
        assertEquals(moving(24).subList(3, 24), third.boxes());
        assertEquals(new Box(3, 5, 10, 10), third.initialBox());
        assertEquals(List.of(false, true), third.visible().subList(0, 2));
        assertEquals(21, third.visible().size());
        try (Frames frames = third.open()) {
            assertEquals(21, frames.count());
            assertEquals(4, frames.frame(1).rgb()[0]);
        }
    }

    @Test
    void spatialRobustnessBeginsWithTwelveBoxesBesideTheGroundTruth() {
        Box box = new Box(10, 20, 25, 15);
        ImageSize large = new ImageSize(100, 100);
        assertEquals(new Box(7, 20, 25, 15), BoxShift.LEFT.of(box, large)); // ceil(2.5) to the left
        assertEquals(new Box(13, 20, 25, 15), BoxShift.RIGHT.of(box, large));
        assertEquals(new Box(10, 18, 25, 15), BoxShift.UP.of(box, large));
        assertEquals(new Box(10, 22, 25, 15), BoxShift.DOWN.of(box, large));
        assertEquals(new Box(8, 19, 27, 16), BoxShift.TOP_LEFT.of(box, large)); // 11 - 2.5 rounds to 9, 21 - 1.5 to 20
        assertEquals(new Box(10, 19, 28, 16), BoxShift.TOP_RIGHT.of(box, large)); // 35 + 2.5 rounds to 38
        assertEquals(new Box(8, 20, 27, 17), BoxShift.BOTTOM_LEFT.of(box, large)); // 35 + 1.5 rounds to 37
        assertEquals(new Box(10, 20, 28, 17), BoxShift.BOTTOM_RIGHT.of(box, large));
        assertEquals(new Box(13, 22, 20, 12), BoxShift.SCALE_80.of(box, large)); // 23.5 - 10 rounds to 14, 28.5 - 6 to 23
        assertEquals(new Box(8, 19, 30, 18), BoxShift.SCALE_120.of(box, large)); // 23.5 - 15 rounds to 9, 28.5 - 9 to 20
    }

    @Test
    void aShiftedBoxIsCutAtTheImagesEdges() {
        assertEquals(new Box(0, 0, 20, 10), BoxShift.LEFT.of(new Box(1, 0, 20, 10), new ImageSize(WIDTH, HEIGHT)));
        assertEquals(new Box(42, 45, 18, 5), BoxShift.RIGHT.of(new Box(40, 45, 20, 10), new ImageSize(WIDTH, HEIGHT)));
    }

    @Test
    void theImagesSizeIsThatOfTheFirstFrameWhereTheAnnotationDoesNotSayIt() {
        SequenceSet runs = new SpatialRobustness().runs(set(List.of(new Box(40, 45, 20, 5))));
        assertEquals(13, runs.names().size());
        assertEquals(new Box(42, 45, 18, 5), runs.sequence("here@right").initialBox());
        assertEquals(new Box(40, 45, 20, 5), runs.sequence("here@right").boxes().get(0));
        assertEquals("here@scale-90", runs.sequence("here@scale-90").name());
    }

    @Nested
    class OnePassHolds extends ProtocolContract {

        @Override
        protected Protocol protocol() {
            return new OnePass();
        }
    }

    @Nested
    class TemporalRobustnessHolds extends ProtocolContract {

        @Override
        protected Protocol protocol() {
            return new TemporalRobustness();
        }
    }

    @Nested
    class SpatialRobustnessHolds extends ProtocolContract {

        @Override
        protected Protocol protocol() {
            return new SpatialRobustness();
        }
    }
}

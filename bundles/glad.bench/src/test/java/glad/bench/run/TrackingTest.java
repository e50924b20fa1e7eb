package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingTest {

    private static final Box START = new Box(1, 1, 4, 4);

    /** Frames whose first pixel is their number. */
    private static final class Numbered implements Frames {

        @Override
        public int count() {
            return 8;
        }

        @Override
        public Image frame(int index) {
            byte[] rgb = new byte[10 * 10 * 3];
            rgb[0] = (byte) index;
            return new Image(10, 10, rgb);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Its boxes follow from all frames that it has seen, and the sentence. */
    private static final class Remembering implements Tracker {

        private final boolean remembers;
        private int sum;
        private int told;

        Remembering(boolean remembers) {
            this.remembers = remembers;
        }

        @Override
        public void tell(String sentence) {
            told = sentence.length();
        }

        @Override
        public void correct(Box known) {
            sum = (int) known.x() / 100;
        }

        @Override
        public boolean remembers() {
            return remembers;
        }

        @Override
        public TrackStep start(Image frame, Box box, String sentence) {
            sum = 0;
            tell(sentence);
            return new TrackStep(box, 1);
        }

        @Override
        public TrackStep next(Image frame) {
            sum += frame.rgb()[0];
            return new TrackStep(new Box(100 * sum + told, 1, 4, 4), 1);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class Found implements Tracking.Listener {

        private final List<Double> boxes = new ArrayList<>();
        private final List<Integer> again = new ArrayList<>();

        @Override
        public void found(int index, Image frame, TrackStep step, double seconds) {
            boxes.add(step.box().x());
        }

        @Override
        public void again(int index, Image frame) {
            again.add(index);
        }
    }

    private static final Sentences CHANGING = new Sentences(List.of(new Sentences.Part(0, "one"), new Sentences.Part(2, "three"),
            new Sentences.Part(3, "eleven"), new Sentences.Part(6, "one")));

    private static Tracking begin(boolean remembers) throws IOException {
        return Tracking.begin(new Numbered(), new Remembering(remembers), START, CHANGING);
    }

    @Test
    void eachFrameIsTrackedByTheSentenceInForce() throws IOException {
        Found whole = new Found();
        assertTrue(begin(true).run(() -> false, whole));
        assertEquals(List.of(1.0, 103.0, 305.0, 606.0, 1006.0, 1506.0, 2103.0, 2803.0), whole.boxes);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void goingOnGivesWhatOneRunGives(boolean remembers, boolean again) throws IOException {
        Found whole = new Found();
        assertTrue(begin(remembers).run(() -> false, whole));
        Found first = new Found();
        assertFalse(begin(remembers).run(() -> first.boxes.size() == 4, first));
        Found rest = new Found();
        Tracking going = begin(remembers);
        assertTrue(going.goOn(4, new Box(first.boxes.get(3), 1, 4, 4), again, () -> false, rest));
        first.boxes.addAll(rest.boxes);
        assertEquals(whole.boxes, first.boxes);
        assertEquals(again ? List.of(0, 1, 2, 3) : List.of(), rest.again);
    }
}

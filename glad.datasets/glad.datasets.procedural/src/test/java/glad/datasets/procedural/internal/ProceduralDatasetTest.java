package glad.datasets.procedural.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.GladException;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProceduralDatasetTest {

    private final ProceduralDataset dataset = new ProceduralDataset();

    @Test
    void theDefaultIsSixSequencesOfSixKinds() {
        SequenceSet set = open(options());
        assertEquals(List.of("plain-0001", "blurred-0002", "tiny-0003", "distractor-0004", "occlusion-0005",
                "camera-motion-0006"), set.names());
        assertEquals(Set.of("tiny"), set.sequence("tiny-0003").attributes());
    }

    @Test
    void framesRepeatByteForByteInAnyOrder() throws IOException {
        for (String name : open(options().put("frames", 12)).names()) {
            Sequence first = open(options().put("frames", 12)).sequence(name);
            Sequence second = open(options().put("frames", 12)).sequence(name);
            assertEquals(first.boxes(), second.boxes());
            try (Frames forwards = first.open(); Frames backwards = second.open()) {
                byte[][] frames = new byte[12][];
                for (int i = 0; i < 12; i++) {
                    frames[i] = forwards.frame(i).rgb();
                }
                for (int i = 11; i >= 0; i--) {
                    assertArrayEquals(frames[i], backwards.frame(i).rgb(), name + " frame " + i);
                }
            }
        }
    }

    @Test
    void seedsAndSplitsShareNothing() {
        List<Box> heldOut = open(options()).sequence("plain-0001").boxes();
        assertNotEquals(heldOut, open(options().put("split", "train")).sequence("plain-0001").boxes());
        assertNotEquals(heldOut, open(options().put("seed", 2)).sequence("plain-0001").boxes());
    }

    @Test
    void theTargetStaysInTheFrameAndMovesSmoothly() {
        for (String kind : SequenceKind.words()) {
            Sequence sequence = open(options().put("kind", kind).put("count", 1)).sequence(kind + "-0001");
            List<Box> boxes = sequence.boxes();
            double allowed = kind.equals("distractor") ? 1.6 : 0.75;
            for (int i = 0; i < boxes.size(); i++) {
                Box box = boxes.get(i);
                assertTrue(box.isValid() && box.x() >= 0 && box.y() >= 0 && box.x() + box.w() <= 320
                        && box.y() + box.h() <= 240, kind + " " + i + " " + box);
                if (i > 0) {
                    Box last = boxes.get(i - 1);
                    double step = Math.hypot(box.cx() - last.cx(), box.cy() - last.cy()) / Math.sqrt(last.area());
                    assertTrue(step < allowed, kind + " jumps " + step + " target sizes at frame " + i);
                }
            }
        }
    }

    @Test
    void theTargetsBoxShowsItsColour() throws IOException {
        int found = 0;
        for (int seed = 1; seed <= 10; seed++) {
            ObjectNode options = options().put("kind", "plain").put("count", 1).put("seed", seed).put("frames", 2);
            Script script = new Script(SequenceKind.PLAIN, Context.NONE, 2, 320, 240, 202, seed, 0);
            Sequence sequence = open(options).sequence("plain-0001");
            assertEquals(script.sentence(), sequence.sentence());
            Image with = script.paint(script.backdrop(), 1).image(false);
            Box box = sequence.boxes().get(1);
            double inside = contrast(with, box);
            double outside = contrast(with, new Box((box.x() + 160) % (320 - box.w()), box.y(), box.w(), box.h()));
            found += inside > outside ? 1 : 0;
        }
        assertTrue(found >= 7, found + " of 10 targets stand out more than the background half a frame away");
    }

    @Test
    void distractorsDifferInOneWordAndTheWrongSentenceIsTheCompanions() {
        for (int seed = 1; seed <= 40; seed++) {
            ObjectNode options = options().put("kind", "distractor").put("count", 1).put("frames", 2);
            String right = sentence(options.put("seed", seed).put("sentence", "right"));
            String wrong = sentence(options.put("sentence", "wrong"));
            assertEquals("", sentence(options.put("sentence", "none")));
            String[] a = right.split(" ");
            String[] b = wrong.split(" ");
            assertEquals(3, a.length);
            assertEquals(1, IntStream.range(0, 3).filter(i -> !a[i].equals(b[i])).count(), right + " | " + wrong);
            assertTrue(Words.all().containsAll(List.of(a)) && Words.all().containsAll(List.of(b)));
        }
    }

    @Test
    void theFirstFrameOfDistractorsHasNoColour() throws IOException {
        Sequence sequence = open(options().put("kind", "distractor").put("count", 1)).sequence("distractor-0001");
        try (Frames frames = sequence.open()) {
            assertTrue(colourfulness(frames.frame(0)) < 0.4 * colourfulness(frames.frame(40)));
        }
    }

    @Test
    void occludedTargetsAreMarked() {
        int covered = 0;
        for (int seed = 1; seed <= 8; seed++) {
            ObjectNode options = options().put("kind", "occlusion").put("count", 1).put("seed", seed);
            List<Boolean> visible = open(options).sequence("occlusion-0001").visible();
            assertTrue(visible.get(0));
            covered += visible.contains(false) ? 1 : 0;
        }
        assertTrue(covered >= 4, covered + " of 8 sequences hide their target");
        assertFalse(open(options()).sequence("plain-0001").visible().contains(false));
    }

    @Test
    void anUnknownNameListsTheNearest() {
        GladException error = assertThrows(GladException.class, () -> open(options()).sequence("plain-0002"));
        assertEquals(2, error.exitCode());
        assertTrue(error.getMessage().contains("plain-0001"), error::getMessage);
    }

    @Test
    void framesAreFastToPaint() throws IOException {
        Sequence sequence = open(options().put("frames", 200)).sequence("plain-0001");
        try (Frames frames = sequence.open()) {
            for (int i = 0; i < 100; i++) {
                frames.frame(i);
            }
            long start = System.nanoTime();
            for (int i = 100; i < 200; i++) {
                frames.frame(i);
            }
            double rate = 100 / ((System.nanoTime() - start) / 1e9);
            System.out.printf("procedural frames of 320x240: %.0f a second%n", rate);
            assertTrue(rate > 10, () -> rate + " frames a second");
        }
    }

    private String sentence(ObjectNode options) {
        return open(options).sequence("distractor-0001").sentence();
    }

    /** Returns the largest spread of a channel within a box. */
    private static double contrast(Image image, Box box) {
        double best = 0;
        for (int c = 0; c < 3; c++) {
            int low = 255;
            int high = 0;
            for (int y = (int) box.y(); y < box.y() + box.h() - 1; y++) {
                for (int x = (int) box.x(); x < box.x() + box.w() - 1; x++) {
                    low = Math.min(low, image.sample(x, y, c));
                    high = Math.max(high, image.sample(x, y, c));
                }
            }
            best = Math.max(best, high - low);
        }
        return best;
    }

    private static double colourfulness(Image image) {
        double sum = 0;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3) {
                int r = image.sample(x, y, 0);
                int g = image.sample(x, y, 1);
                int b = image.sample(x, y, 2);
                sum += Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
            }
        }
        return sum;
    }

    private SequenceSet open(ObjectNode options) {
        return dataset.open(null, dataset.options().read("dataset \"procedural\"", options));
    }

    private static ObjectNode options() {
        return JsonNodeFactory.instance.objectNode();
    }
}

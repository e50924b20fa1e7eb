package glad.media.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrackersTest {

    private static final Box FIRST = new Box(30, 40, 24, 20);

    @Test
    void theStaticTrackerNeverMoves() throws IOException {
        assertEquals(Collections.nCopies(12, FIRST), track(new StaticTrackerFactory(), moving(12), FIRST));
    }

    @ParameterizedTest
    @MethodSource("followers")
    void aTexturedTargetIsFollowed(TrackerFactory factory) throws IOException {
        List<Box> boxes = track(factory, moving(12), FIRST);
        assertEquals(12, boxes.size());
        assertEquals(FIRST, boxes.get(0));
        for (int i = 0; i < 12; i++) {
            double iou = boxes.get(i).iou(groundTruth(i));
            assertTrue(iou > 0.7, factory.description() + ", frame " + i + ": overlap " + iou);
        }
    }

    @ParameterizedTest
    @MethodSource("followers")
    void aBoxThatLeavesTheFrameIsTrackedInsideIt(TrackerFactory factory) throws IOException {
        List<Box> boxes = track(factory, moving(3), new Box(190, 140, 40, 40));
        assertEquals(3, boxes.size());
        assertTrue(boxes.stream().allMatch(Box::isValid));
    }

    private static List<TrackerFactory> followers() {
        return List.of(new CorrelationTrackerFactory(), new CsrtTrackerFactory());
    }

    private static List<Box> track(TrackerFactory factory, Frames frames, Box first) throws IOException {
        try (Tracker tracker = factory.create()) {
            List<Box> boxes = new ArrayList<>(List.of(tracker.start(frames.frame(0), first, "").box()));
            for (int i = 1; i < frames.count(); i++) {
                boxes.add(tracker.next(frames.frame(i)).box());
            }
            return boxes;
        }
    }

    private static Box groundTruth(int index) {
        return new Box(FIRST.x() + 4 * index, FIRST.y() + 3 * index, FIRST.w(), FIRST.h());
    }

    /** A textured patch that moves over another texture by (4, 3) pixels a frame. */
    private static Frames moving(int count) {
        byte[] background = texture(200, 150, 1, 90);
        byte[] target = texture(24, 20, 2, 255);
        return new Frames() {
            @Override
            public int count() {
                return count;
            }

            @Override
            public Image frame(int index) {
                byte[] rgb = background.clone();
                Box at = groundTruth(index);
                for (int y = 0; y < 20; y++) {
                    int to = (((int) at.y() + y) * 200 + (int) at.x()) * 3;
                    System.arraycopy(target, y * 24 * 3, rgb, to, 24 * 3);
                }
                return new Image(200, 150, rgb);
            }

            @Override
            public void close() {}
        };
    }

    /** Random squares of 4 x 4 pixels, below a brightness. */
    private static byte[] texture(int width, int height, long seed, int brightest) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width / 4;
            int y = i / 3 / width / 4;
            rgb[i] = (byte) new Random(seed * 1_000_003 + y * 1009L + x * 31L + i % 3).nextInt(brightest);
        }
        return rgb;
    }
}

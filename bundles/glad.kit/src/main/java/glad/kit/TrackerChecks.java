package glad.kit;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What every tracker has to hold: see {@link #of}. */
public final class TrackerChecks {

    private static final int FRAMES = 6;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;
    private static final Box TARGET = new Box(60, 40, 24, 18);

    private TrackerChecks() {}

    /**
     * Returns the checks of a tracker on a patch that moves over noise: a box with a size and a confidence in [0, 1] (or NaN) for every
     * frame, the given box in the first; the same again from a new tracker, and from one that is started anew; boxes that reach over
     * the image's edge.
     */
    public static List<Check> of(TrackerFactory factory) {
        return List.of(
                new Check("it says what it is", () -> Check.that(!factory.description().isBlank(), "description is empty; expected one line")),
                new Check("every frame has a box and a confidence", () -> steps(factory, TARGET)),
                new Check("two trackers find the same", () -> Check.that(steps(factory, TARGET).equals(steps(factory, TARGET)),
                        "the second tracker finds other boxes; expected that nothing is shared, and that random draws have a seed")),
                new Check("a start forgets what was before", () -> {
                    try (Tracker tracker = factory.create()) {
                        List<TrackStep> first = steps(tracker, TARGET);
                        Check.that(first.equals(steps(tracker, TARGET)), "the second sequence of one tracker ends otherwise than its first");
                    }
                }),
                new Check("a target may reach over the edge", () -> steps(factory, new Box(WIDTH - 10, -6, 24, 18))));
    }

    private static List<TrackStep> steps(TrackerFactory factory, Box target) {
        try (Tracker tracker = factory.create()) {
            return steps(tracker, target);
        }
    }

    private static List<TrackStep> steps(Tracker tracker, Box target) {
        List<TrackStep> steps = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            TrackStep step = i == 0 ? tracker.start(frame(0), target, "a patch") : tracker.next(frame(i));
            Check.that(step.box().isValid(), "frame " + i + " has the box " + step.box() + "; expected one with a size");
            Check.that(Double.isNaN(step.confidence()) || step.confidence() >= 0 && step.confidence() <= 1,
                    "frame " + i + " has the confidence " + step.confidence() + "; expected 0..1, or NaN for none");
            Check.that(i > 0 || step.box().equals(target), "the first frame has the box " + step.box() + "; expected the given one, " + target);
            steps.add(step);
        }
        return steps;
    }

    /** Draws the patch of {@link #TARGET}, three pixels further in each frame. */
    private static Image frame(int index) {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        new Random(3).nextBytes(pixels);
        byte[] patch = new byte[(int) TARGET.area() * 3];
        new Random(4).nextBytes(patch);
        for (int y = 0; y < TARGET.h(); y++) {
            int to = ((int) TARGET.y() + y) * WIDTH + (int) TARGET.x() + 3 * index;
            System.arraycopy(patch, y * (int) TARGET.w() * 3, pixels, to * 3, (int) TARGET.w() * 3);
        }
        return new Image(WIDTH, HEIGHT, pixels);
    }
}

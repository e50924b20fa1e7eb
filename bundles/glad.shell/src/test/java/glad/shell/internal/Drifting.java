package glad.shell.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says the same box again and again, or a box that drifts. */
public record Drifting(double step) implements TrackerFactory {

    @Override
    public String description() {
        return "drifts " + step + " pixels a frame";
    }

    @Override
    public SortedMap<String, String> content() {
        return new TreeMap<>(Map.of("step", "" + step));
    }

    @Override
    public Tracker create() {
        return new Tracker() {
            private Box box;

            @Override
            public TrackStep start(Image frame, Box given, String sentence) {
                box = given;
                return new TrackStep(box, 1);
            }

            @Override
            public TrackStep next(Image frame) {
                box = new Box(box.x() + step, box.y(), box.w(), box.h());
                return new TrackStep(box, 1);
            }

            @Override
            public void close() {}
        };
    }
}

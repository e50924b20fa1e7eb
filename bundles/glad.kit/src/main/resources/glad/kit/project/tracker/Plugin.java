package @package@;

import glad.api.*;
import glad.api.track.*;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** Looks near the last box for what resembles the first frame's target most. */
@GladId("@id@")
@Component
public final class @Class@ implements TrackerFactory {

    @Override public String description() { return "a search for the first frame's target near the last box"; }

    @Override public Tracker create() { return new Search(); }

    private static final class Search implements Tracker {

        private static final int REACH = 16;
        private int[] target;
        private Box last;

        @Override public TrackStep start(Image frame, Box box, String sentence) {
            target = samples(frame, box);
            last = box;
            return new TrackStep(box, 1);
        }

        @Override public TrackStep next(Image frame) {
            double least = 256;
            Box from = last;
            for (int i = 0; i < (2 * REACH + 1) * (2 * REACH + 1); i++) {
                Box place = new Box(from.x() + i % (2 * REACH + 1) - REACH, from.y() + i / (2 * REACH + 1) - REACH, from.w(), from.h());
                int[] found = samples(frame, place);
                double gap = IntStream.range(0, found.length).map(s -> Math.abs(found[s] - target[s])).average().orElseThrow();
                last = gap < least ? place : last;
                least = Math.min(gap, least);
            }
            return new TrackStep(last, 1 - least / 256);
        }

        /** Returns 8x8 samples of what is green; outside of the image its edge goes on. */
        private static int[] samples(Image image, Box box) {
            int[] samples = new int[64];
            for (int i = 0; i < samples.length; i++) {
                int x = (int) Math.floor(box.x() + box.w() * (i % 8 + 0.5) / 8);
                int y = (int) Math.floor(box.y() + box.h() * (i / 8 + 0.5) / 8);
                samples[i] = image.sample(Math.min(Math.max(x, 0), image.width() - 1), Math.min(Math.max(y, 0), image.height() - 1), 1);
            }
            return samples;
        }

        @Override public void close() { }
    }
}

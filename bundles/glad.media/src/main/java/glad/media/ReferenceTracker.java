package glad.media;

import glad.api.Box;
import glad.api.Picture;
import glad.api.data.Frames;
import glad.media.internal.CorrelationFollower;
import glad.media.internal.CsrtFollower;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Simple trackers that need no training, to compare with. */
public enum ReferenceTracker {

    /** The first box, never moved. */
    STATIC {
        @Override
        public BoxFollower start(Picture frame, Box first) {
            return next -> first;
        }
    },

    /**
     * Template matching: the place near the previous box where the normalised cross-correlation with the first frame's
     * grey patch is highest; the size never changes.
     */
    CORRELATION {
        @Override
        public BoxFollower start(Picture frame, Box first) {
            return new CorrelationFollower(frame, first);
        }
    },

    /**
     * OpenCV's discriminative correlation filter with channel and spatial reliability (Lukezic et al., CVPR 2017) in its
     * default settings. A frame where it reports a loss repeats the box before.
     */
    CSRT {
        @Override
        public BoxFollower start(Picture frame, Box first) {
            return new CsrtFollower(frame, first);
        }
    };

    /**
     * Begins with a target.
     *
     * @param frame the first frame
     * @param first the target's box in it
     * @return what finds it in the frames after; the caller closes it
     */
    public abstract BoxFollower start(Picture frame, Box first);

    /**
     * Tracks a target through all frames.
     *
     * @param frames at least one; read in order, not closed
     * @param first the target's box in frame 0
     * @return one box per frame, beginning with the given one
     * @throws IOException if a frame can't be read
     */
    public List<Box> track(Frames frames, Box first) throws IOException {
        try (BoxFollower follower = start(frames.frame(0), first)) {
            List<Box> boxes = new ArrayList<>(List.of(first));
            for (int i = 1; i < frames.count(); i++) {
                boxes.add(follower.next(frames.frame(i)));
            }
            return boxes;
        }
    }

    /** Returns the name in lower case: {@code csrt}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

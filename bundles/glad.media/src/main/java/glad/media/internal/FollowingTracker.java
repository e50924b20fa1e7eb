package glad.media.internal;

import glad.api.Box;
import glad.api.Image;
import glad.api.track.TrackStep;
import glad.api.track.Tracker;

/** A tracker that reads no sentence and has no confidence. */
final class FollowingTracker implements Tracker {

    private final BoxFollower.Start start;
    private BoxFollower follower;

    FollowingTracker(BoxFollower.Start start) {
        this.start = start;
    }

    @Override
    public TrackStep start(Image frame, Box box, String sentence) {
        close();
        follower = start.at(frame, box);
        return new TrackStep(box, Double.NaN);
    }

    @Override
    public TrackStep next(Image frame) {
        return new TrackStep(follower.next(frame), Double.NaN);
    }

    @Override
    public void tell(String sentence) {
        // It reads none.
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
            follower = null;
        }
    }
}

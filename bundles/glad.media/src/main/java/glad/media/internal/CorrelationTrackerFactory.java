package glad.media.internal;

import glad.api.GladId;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import org.osgi.service.component.annotations.Component;

/**
 * Template matching: the place near the previous box where the normalised cross-correlation with the first frame's grey patch is
 * highest; the size never changes.
 */
@GladId("correlation")
@Component(service = TrackerFactory.class)
public final class CorrelationTrackerFactory implements TrackerFactory {

    @Override
    public String description() {
        return "template matching by normalised cross-correlation";
    }

    @Override
    public Tracker create() {
        return new FollowingTracker(CorrelationFollower::new);
    }
}

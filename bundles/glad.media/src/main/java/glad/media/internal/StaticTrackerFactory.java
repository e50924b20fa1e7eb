package glad.media.internal;

import glad.api.GladId;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import org.osgi.service.component.annotations.Component;

/** The first box, never moved: what every tracker must beat. */
@GladId("static")
@Component(service = TrackerFactory.class)
public final class StaticTrackerFactory implements TrackerFactory {

    @Override
    public String description() {
        return "the first box, never moved";
    }

    @Override
    public Tracker create() {
        return new FollowingTracker((frame, first) -> next -> first);
    }
}

package glad.media.internal;

import glad.api.GladId;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import org.osgi.service.component.annotations.Component;

/**
 * OpenCV's discriminative correlation filter with channel and spatial reliability (Lukezic et al., CVPR 2017) in its default
 * settings. A frame where it reports a loss repeats the box before.
 */
@GladId("csrt")
@Component(service = TrackerFactory.class)
public final class CsrtTrackerFactory implements TrackerFactory {

    @Override
    public String description() {
        return "OpenCV's CSRT";
    }

    @Override
    public Tracker create() {
        return new FollowingTracker(CsrtFollower::new);
    }
}

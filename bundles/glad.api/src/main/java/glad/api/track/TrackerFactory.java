package glad.api.track;

import java.util.Collections;
import java.util.SortedMap;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A kind of tracker: an OSGi service with a {@link glad.api.GladId}, which is what {@code --trackers} of {@code ./glad evaluate}
 * names.
 */
@ConsumerType
public interface TrackerFactory {

    /** Returns one line about the tracker. */
    String description();

    /**
     * Returns what decides, besides the bundle's code, what the trackers find, by name: a run's folder takes no results of anything
     * else. Nothing, unless it says otherwise.
     *
     * @throws glad.api.GladException if something that they need isn't there
     */
    default SortedMap<String, String> content() {
        return Collections.emptySortedMap();
    }

    /**
     * Makes a tracker, which the caller closes. Several may be in use at once, each by a thread of its own.
     *
     * @throws glad.api.GladException if something that it needs isn't there
     */
    Tracker create();
}

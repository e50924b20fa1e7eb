package glad.trackers.internal;

import glad.api.GladException;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import java.util.SortedMap;

/**
 * Stands for a tracker whose entry can't be read: who asks for it is told why.
 *
 * @param problem what is wrong with it
 */
record WrongEntry(GladException problem) implements TrackerFactory {

    @Override
    public String description() {
        return "can't be used: " + problem.getMessage();
    }

    @Override
    public SortedMap<String, String> content() {
        throw problem;
    }

    @Override
    public Tracker create() {
        throw problem;
    }
}

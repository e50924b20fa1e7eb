package glad.jobs;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker warns of: each kind once, until a task has ended. What is tried again and again would else be told each time. */
final class Warnings {

    private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);

    private final Set<String> told = new HashSet<>();

    synchronized void warn(String text) {
        if (isNew(text)) {
            LOG.warn("{}", text);
        }
    }

    /** Tells whether something of its kind wasn't told before; from now on it was. */
    synchronized boolean isNew(String text) {
        return told.add(kind(text));
    }

    /** A task has ended: what comes again is new. */
    synchronized void clear() {
        told.clear();
    }

    /** Returns an error without what differs from task to task: quoted names and numbers. */
    static String kind(String error) {
        return error.replaceAll("\"[^\"]*\"", "").replaceAll("[0-9]+", "");
    }
}

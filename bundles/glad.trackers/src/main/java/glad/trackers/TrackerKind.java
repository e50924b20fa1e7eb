package glad.trackers;

import glad.api.track.TrackerFactory;
import org.osgi.annotation.versioning.ConsumerType;

/** A kind of trackers that {@code trackers.yaml} may name: an OSGi service. */
@ConsumerType
public interface TrackerKind {

    /** Returns the key that entries of this kind have, and of no other, such as {@code command}. */
    String key();

    /**
     * Returns what makes the tracker of an entry.
     *
     * @throws glad.api.GladException (usage) naming the key, the value, and what is expected
     */
    TrackerFactory of(Entry entry);
}

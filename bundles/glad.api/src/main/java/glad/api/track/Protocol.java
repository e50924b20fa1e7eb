package glad.api.track;

import glad.api.data.SequenceSet;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a tracker is run over sequences: how often, from which frames, from which boxes. An OSGi service with a
 * {@link glad.api.GladId}, which is what {@code --protocol} of {@code ./glad evaluate} names. {@code one-pass} runs each sequence once
 * from its first frame, whatever the tracker loses on the way.
 */
@ConsumerType
public interface Protocol {

    /** Returns one line about the protocol. */
    String description();

    /**
     * Returns the runs that an evaluation on some sequences consists of. Each is a sequence of its own, tracked from its first frame and
     * its {@link glad.api.data.Sequence#initialBox} and measured like any other: figures are means over runs. Images aren't
     * needed to tell which runs there are, so that results can be analysed without them.
     *
     * @param set the sequences; those that {@linkplain SequenceSet#has aren't there} are handed on as they are
     * @return the runs, by names that begin with the sequence's and can be those of files, such as {@code Couple@left}
     */
    SequenceSet runs(SequenceSet set);
}

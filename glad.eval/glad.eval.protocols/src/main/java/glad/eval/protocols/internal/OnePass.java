package glad.eval.protocols.internal;

import glad.api.GladId;
import glad.api.data.SequenceSet;
import glad.api.track.Protocol;
import org.osgi.service.component.annotations.Component;

/** Each sequence once, from its first frame. */
@GladId("one-pass")
@Component
public final class OnePass implements Protocol {

    @Override
    public String description() {
        return "each sequence once, from its first frame";
    }

    @Override
    public SequenceSet runs(SequenceSet set) {
        return set;
    }
}

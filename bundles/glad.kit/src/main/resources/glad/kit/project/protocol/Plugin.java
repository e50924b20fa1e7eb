package @package@;

import glad.api.*;
import glad.api.data.*;
import glad.api.track.Protocol;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Tracks each sequence once, from a box that is a fifth too large. */
@GladId("@id@")
@Component
public final class @Class@ implements Protocol {

    private static final String RUN = "@large";

    @Override public String description() { return "one run of each sequence, from a box that is a fifth too large"; }

    @Override
    public SequenceSet runs(SequenceSet set) {
        return new SequenceSet() {

            @Override public List<String> names() { return set.names().stream().map(name -> set.has(name) ? name + RUN : name).toList(); }

            @Override public boolean has(String name) { return set.has(own(name)); }

            @Override public boolean hasFrames(String name) { return set.hasFrames(own(name)); }

            @Override public Sequence sequence(String name) { return name.equals(own(name)) ? set.sequence(name) : large(set.sequence(own(name))); }
        };
    }

    private static String own(String run) { return run.endsWith(RUN) ? run.substring(0, run.length() - RUN.length()) : run; }

    private static Sequence large(Sequence sequence) {
        return new ForwardingSequence(sequence) {

            @Override public String name() { return sequence.name() + RUN; }

            @Override public Box initialBox() {
                Box box = sequence.initialBox();
                return Box.centred(box.cx(), box.cy(), 1.2 * box.w(), 1.2 * box.h());
            }
        };
    }
}

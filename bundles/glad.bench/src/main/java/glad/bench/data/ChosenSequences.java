package glad.bench.data;

import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.List;

/**
 * Some sequences of a dataset.
 *
 * @param set the dataset's
 * @param names which of them, in order
 */
public record ChosenSequences(SequenceSet set, List<String> names) implements SequenceSet {

    /** Copies the list. */
    public ChosenSequences {
        names = List.copyOf(names);
    }

    @Override
    public boolean has(String name) {
        return set.has(name);
    }

    @Override
    public boolean hasFrames(String name) {
        return set.hasFrames(name);
    }

    @Override
    public Sequence sequence(String name) {
        return set.sequence(name);
    }
}

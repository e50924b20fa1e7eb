package glad.eval.protocols.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Several runs over each sequence of a dataset, called {@code SEQUENCE@RUN}. */
final class SequenceRuns implements SequenceSet {

    /** A run over a sequence; it is empty for one that isn't there, which is handed on as it is. */
    private record Run(String sequence, String name) {}

    private final SequenceSet set;
    private final BiFunction<Sequence, String, Sequence> maker;
    private final Map<String, Run> runs = new LinkedHashMap<>();

    /**
     * Makes them.
     *
     * @param names returns the names of the runs over a sequence
     * @param maker makes a run over a sequence by its name
     */
    SequenceRuns(SequenceSet set, Function<Sequence, List<String>> names, BiFunction<Sequence, String, Sequence> maker) {
        this.set = set;
        this.maker = maker;
        for (String sequence : set.names()) {
            List<String> some = names(sequence, names);
            if (some.isEmpty()) {
                runs.put(sequence, new Run(sequence, ""));
            }
            some.forEach(run -> runs.put(sequence + "@" + run, new Run(sequence, run)));
        }
    }

    private List<String> names(String sequence, Function<Sequence, List<String>> names) {
        try {
            return set.has(sequence) ? names.apply(set.sequence(sequence)) : List.of();
        } catch (GladException e) {
            return List.of(); // whoever asks for the sequence is told
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(runs.keySet());
    }

    private Run run(String name) {
        if (!runs.containsKey(name)) {
            throw GladException.usage(Names.unknown("run", name, runs.keySet()));
        }
        return runs.get(name);
    }

    @Override
    public boolean has(String name) {
        return set.has(run(name).sequence());
    }

    @Override
    public boolean hasFrames(String name) {
        return set.hasFrames(run(name).sequence());
    }

    @Override
    public Sequence sequence(String name) {
        Run run = run(name);
        Sequence sequence = set.sequence(run.sequence());
        return run.name().isEmpty() ? sequence : maker.apply(sequence, run.name());
    }
}

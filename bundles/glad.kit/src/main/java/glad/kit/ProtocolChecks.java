package glad.kit;

import glad.api.Box;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.track.Protocol;
import glad.kit.internal.SampleSequence;
import java.util.ArrayList;
import java.util.List;

/** What every protocol has to hold: see {@link #of}. */
public final class ProtocolChecks {

    private static final String THERE = "walk";
    private static final String GONE = "gone";
    private static final int RUNS = 3;

    private ProtocolChecks() {}

    /**
     * Returns the checks of a protocol, on one sequence of 30 frames that is there and one that isn't: runs are called after their
     * sequences, told without images, begin with a box that has a size, and a sequence that isn't there is handed on; the first runs
     * hold what {@linkplain DatasetChecks#of sequences of a dataset} do.
     */
    public static List<Check> of(Protocol protocol) {
        List<Check> checks = new ArrayList<>(List.of(
                new Check("it says what it is", () -> Check.that(!protocol.description().isBlank(), "description is empty; expected one line")),
                new Check("runs are called after their sequences, and told without images", () -> names(protocol)),
                new Check("every run begins with a box that has a size", () -> boxes(protocol.runs(SampleSequence.set(true))))));
        checks.addAll(DatasetChecks.of(protocol.runs(SampleSequence.set(true)), RUNS));
        return checks;
    }

    private static void names(Protocol protocol) {
        List<String> names = protocol.runs(SampleSequence.set(false)).names();
        Check.that(names.equals(protocol.runs(SampleSequence.set(true)).names()), "other runs are told where there are images");
        Check.that(names.contains(GONE) && !protocol.runs(SampleSequence.set(true)).has(GONE),
                "runs are " + names + "; expected the sequence \"" + GONE + "\", which isn't there, handed on as it is");
        List<String> odd = names.stream().filter(name -> !name.equals(GONE) && !name.startsWith(THERE)).toList();
        Check.that(odd.isEmpty(), "runs are " + odd + "; expected names that begin with that of their sequence, \"" + THERE + "\"");
    }

    private static void boxes(SequenceSet runs) {
        for (String name : runs.names()) {
            if (runs.has(name)) {
                Sequence run = runs.sequence(name);
                Box box = run.initialBox();
                Check.that(box.isValid(), "run \"" + name + "\" begins with the box " + box + "; expected one with a size");
                Check.that(!run.boxes().isEmpty(), "run \"" + name + "\" has no boxes to measure by");
            }
        }
    }
}

package glad.bench.results;

import glad.api.Boxes;
import glad.api.GladException;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.analysis.Measurement;
import glad.eval.results.RawRun;
import glad.eval.results.SequenceBoxes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What became of one sequence: a measurement, a problem and a digest of the boxes per run, all perhaps empty; its sentence;
 * and whether the size of its images is known.
 */
record Examined(MeasuredSequence subject, List<Optional<Measurement>> measured, List<String> problems,
        List<String> boxes, String sentence, String damage, boolean sized) {

    static Examined of(
            SequenceSet set, String name, List<RawRun> runs, Rules rules, Collection<Metric> metrics) {
        Sequence sequence;
        try {
            sequence = set.has(name) ? set.sequence(name) : null;
        } catch (GladException e) {
            return without(name, runs, e.getMessage());
        }
        if (sequence == null) {
            return without(name, runs, "");
        }
        List<Optional<Measurement>> measured = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        List<String> boxes = new ArrayList<>();
        for (RawRun run : runs) {
            String digest = "";
            Optional<Measurement> found = Optional.empty();
            String problem = "";
            try {
                Optional<SequenceBoxes> read = run.read(name);
                digest = read.map(r -> digest(r.boxes())).orElse("");
                found = read.map(r -> Measurement.of(sequence.track(r.boxes(), r.seconds(), rules), metrics));
            } catch (GladException e) {
                problem = e.getMessage();
            }
            measured.add(found);
            problems.add(problem);
            boxes.add(digest);
        }
        return new Examined(new MeasuredSequence(name, sequence.attributes()), measured, problems, boxes, sentence(sequence), "",
                sequence.imageSize().isPresent());
    }

    private static Examined without(String name, List<RawRun> runs, String damage) {
        return new Examined(new MeasuredSequence(name, Set.of()),
                Stream.<Optional<Measurement>>generate(Optional::empty).limit(runs.size()).toList(),
                Stream.generate(() -> "").limit(runs.size()).toList(),
                Stream.generate(() -> "").limit(runs.size()).toList(), "", damage, false);
    }

    /** Annotations are enough for figures, so a damaged sentence is no reason to give none. */
    private static String sentence(Sequence sequence) {
        try {
            return sequence.sentence();
        } catch (GladException e) {
            return e.getMessage();
        }
    }

    private static String digest(Boxes boxes) {
        ByteBuffer bytes = ByteBuffer.allocate(32 * boxes.size());
        bytes.asDoubleBuffer().put(boxes.numbers());
        return UUID.nameUUIDFromBytes(bytes.array()).toString();
    }
}

package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.Box;
import glad.api.Image;
import glad.api.data.Dataset;
import glad.api.data.Frames;
import glad.api.data.Sentences;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.track.Tracker;
import glad.datasets.otb.internal.OtbFolder;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.experiment.LoadedExperiment;
import glad.runtime.SessionBatch;
import glad.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** glad-nano over several sequences: one after another, with workers, and in a batch. */
class BatchedRunTest {

    /** What a batch may differ by, pixels. Crops begin at whole pixels, so that any difference may grow. */
    private static final double TOLERANCE = 1e-3;

    private static LoadedExperiment nano;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        nano = Nano.load();
    }

    @AfterAll
    static void close() {
        nano.close();
    }

    @Test
    void drawnSequencesGiveTheSameBoxes() {
        ObjectNode options = new JsonMapper().createObjectNode().put("count", 3).put("frames", 10);
        compare(open(new ProceduralDataset(), null, options), 10);
    }

    @Test
    void realSequencesGiveTheSameBoxes() {
        Path otb = Goldens.data().resolve("otb");
        assumeTrue(Files.isDirectory(otb), "no real sequences in \"" + otb + "\"");
        compare(open(new OtbFolder(), otb, new JsonMapper().createObjectNode()), 10);
    }

    private static SequenceSet open(Dataset dataset, Path root, ObjectNode options) {
        return dataset.open(root, dataset.options().read("dataset", options));
    }

    private void compare(SequenceSet set, int frames) {
        SequenceSet some = new Beginnings(set, frames);
        List<SequenceOutcome> alone = run(some, "alone", () -> SessionTracker.of(nano), 1);
        close(alone, run(some, "workers", () -> SessionTracker.of(nano), 2));
        try (SessionBatch batch = nano.batch()) {
            close(alone, run(some, "batch", () -> SessionTracker.of(nano, batch), set.names().size()));
        }
    }

    private List<SequenceOutcome> run(SequenceSet set, String name, Supplier<Tracker> trackers, int workers) {
        return new Evaluation(RunFolder.open(folder.resolve(name)), "nano", p -> { })
                .run(set, set.names(), Collections.nCopies(workers, trackers)).outcomes();
    }

    private static void close(List<SequenceOutcome> expected, List<SequenceOutcome> actual) {
        for (int s = 0; s < expected.size(); s++) {
            SequenceResult one = expected.get(s).result().orElseThrow();
            SequenceResult other = actual.get(s).result().orElseThrow();
            for (int i = 0; i < one.boxes().size(); i++) {
                Box a = one.boxes().get(i);
                Box b = other.boxes().get(i);
                double apart = Math.max(Math.max(Math.abs(a.x() - b.x()), Math.abs(a.y() - b.y())),
                        Math.max(Math.abs(a.w() - b.w()), Math.abs(a.h() - b.h())));
                assertEquals(0, apart, TOLERANCE, one.sequence() + ", frame " + i);
            }
        }
    }

    /** The first frames of every sequence; the first sequence is half as long, so that others go on without it. */
    private record Beginnings(SequenceSet all, int frames) implements SequenceSet {

        @Override
        public List<String> names() {
            return all.names();
        }

        @Override
        public Sequence sequence(String name) {
            Sequence whole = all.sequence(name);
            int most = name.equals(names().get(0)) ? frames / 2 : frames;
            return new Beginning(whole, Math.min(whole.boxes().size(), most));
        }
    }

    private record Beginning(Sequence whole, int count) implements Sequence, Frames {

        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public List<Box> boxes() {
            return whole.boxes().subList(0, count);
        }

        @Override
        public List<Boolean> visible() {
            return List.of();
        }

        @Override
        public String sentence() {
            return whole.sentence();
        }

        @Override
        public Sentences sentences() {
            return new Sentences(List.of(new Sentences.Part(0, sentence()), new Sentences.Part(5, "the large red ball")));
        }

        @Override
        public Set<String> attributes() {
            return whole.attributes();
        }

        @Override
        public Frames open() {
            return this;
        }

        @Override
        public Image frame(int index) throws IOException {
            try (Frames frames = whole.open()) {
                return frames.frame(index);
            }
        }

        @Override
        public void close() {}
    }
}

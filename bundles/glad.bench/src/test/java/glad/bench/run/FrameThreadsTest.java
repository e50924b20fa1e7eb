package glad.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.GladException;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.track.TrackStep;
import glad.datasets.procedural.internal.ProceduralDataset;
import glad.experiment.LoadedExperiment;
import glad.nn.Torch;
import glad.runtime.FrameThreads;
import glad.runtime.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** glad-nano on one thread, on two, and on as many as are chosen. */
class FrameThreadsTest {

    private static final int FRAMES = 24;

    private int before;

    @BeforeEach
    void allowTwo() {
        before = Torch.threads();
        Torch.threads(2);
    }

    @AfterEach
    void giveBack() {
        Torch.threads(before);
    }

    private static List<TrackStep> track(LoadedExperiment nano, Sequence sequence, String word) throws IOException {
        List<TrackStep> steps = new ArrayList<>();
        try (FrameThreads threads = FrameThreads.parse(word); Session session = nano.session(threads);
                Frames frames = sequence.open()) {
            steps.add(session.start(frames.frame(0), sequence.boxes().get(0), sequence.sentence()));
            for (int i = 1; i < frames.count(); i++) {
                steps.add(session.next(frames.frame(i)));
            }
        }
        return steps;
    }

    @Test
    void boxesAndConfidencesAreTheSameBitsOnAnyNumberOfThreads() throws IOException {
        ProceduralDataset drawn = new ProceduralDataset();
        SequenceSet set = drawn.open(null, drawn.options().read("dataset",
                new JsonMapper().createObjectNode().put("count", 1).put("frames", FRAMES)));
        try (LoadedExperiment nano = Nano.load()) {
            for (String name : set.names()) {
                List<TrackStep> one = track(nano, set.sequence(name), "1");
                assertEquals(one, track(nano, set.sequence(name), "2"), name + " on two threads");
                assertEquals(one, track(nano, set.sequence(name), "auto"), name + " on as many as are chosen");
            }
        }
    }

    @Test
    void aNumberHoldsUntilItIsClosed() {
        try (FrameThreads threads = FrameThreads.parse("1")) {
            assertEquals(1, Torch.threads());
        }
        assertEquals(2, Torch.threads());
    }

    @Test
    void otherWordsAndMoreThreadsThanThereAreAreRefused() {
        for (String word : List.of("3", "0", "-1", "many", "", "1.5", "99999999999")) {
            GladException refused = assertThrows(GladException.class, () -> FrameThreads.parse(word));
            assertEquals(2, refused.exitCode());
            assertEquals("threads \"" + word + "\" can't be had; expected auto or a number from 1 to 2, the threads of libtorch"
                    + " here, which OMP_NUM_THREADS sets", refused.getMessage());
        }
        assertEquals(2, Torch.threads());
    }
}

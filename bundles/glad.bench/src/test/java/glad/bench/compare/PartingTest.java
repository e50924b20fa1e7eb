package glad.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartingTest {

    private static final Box HERE = new Box(10, 10, 20, 20);
    private static final Box NEAR = new Box(12, 10, 20, 20);
    private static final Box NEARER = new Box(11, 10, 20, 20);
    private static final Box AWAY = new Box(40, 10, 20, 20);

    @TempDir
    private Path folder;

    @Test
    void theFirstFrameThatShowsAnotherTargetIsNotTheFirstThatDiffers() {
        Parting parting = Parting.of("a", -3, List.of(HERE, HERE, HERE, HERE), List.of(HERE, NEAR, AWAY, HERE)).orElseThrow();
        assertEquals(new Parting("a", -3, 1, 2, 0), parting);
        assertTrue(parting.apart());
    }

    @Test
    void tracksThatStayTogetherPartWhereTheyOverlapLeast() {
        Parting parting = Parting.of("a", 0, List.of(HERE, HERE, HERE, HERE), List.of(HERE, NEARER, NEAR, NEARER)).orElseThrow();
        assertEquals(2, parting.frame());
        assertEquals(HERE.iou(NEAR), parting.overlap());
        assertFalse(parting.apart());
        assertEquals(Optional.empty(), Parting.of("a", 0, List.of(HERE, NEAR), List.of(HERE, NEAR)));
    }

    @Test
    void theLargestDifferenceOfEitherSignComesFirstAndWhatCannotBeMeasuredLast() {
        RunFolder one = run("one", HERE);
        RunFolder other = run("other", AWAY);
        Map<String, Double> differences = Map.of("a", 2.0, "b", Double.NaN, "c", -9.0);
        assertEquals(List.of("c", "a", "b"), Parting.of(one, other, List.of("a", "b", "c"), differences::get).stream().map(Parting::sequence).toList());
        assertEquals(List.of(), Parting.of(one, one, List.of("a", "b", "c"), differences::get));
    }

    private RunFolder run(String name, Box later) {
        RunFolder run = RunFolder.open(folder.resolve(name));
        for (String sequence : List.of("a", "b", "c")) {
            run.write(new SequenceResult(sequence, "hash", List.of(HERE, later), Collections.nCopies(2, 1.0), Collections.nCopies(2, 0.1)));
        }
        return run;
    }
}

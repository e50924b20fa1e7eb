package glad.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FewestChangesTest {

    private static final List<Integer> ALL = IntStream.range(0, 16).boxed().toList();

    @Test
    void onlyWhatIsNeededTogetherStays() {
        for (Set<Integer> needed : List.of(Set.of(5), Set.of(0, 15), Set.of(3, 4, 11))) {
            assertEquals(needed, Set.copyOf(FewestChanges.of(ALL, some -> some.containsAll(needed))));
        }
    }

    @Test
    void changesThatDoNotGoTogetherAreNoEffect() {
        // 7 has the effect; 7 and 8 go only together, as a part's id and its option do.
        List<Integer> left = FewestChanges.of(ALL, some -> some.contains(7) && some.contains(8) == some.contains(7));
        assertEquals(Set.of(7, 8), Set.copyOf(left));
    }

    @Test
    void whicheverIsLeftOutTheEffectIsGone() {
        List<Integer> left = FewestChanges.of(ALL, some -> some.stream().mapToInt(i -> i).sum() > 40);
        assertTrue(left.stream().allMatch(out -> left.stream().mapToInt(i -> i).sum() - out <= 40), left.toString());
    }
}

package glad.train.pairs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.base.SeededRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FramePairTest {

    private final SeededRandom random = new SeededRandom(3);

    @Test
    void aCausalSearchFrameFollowsItsTemplateWithinTheGap() {
        int[] usable = IntStream.range(0, 500).filter(frame -> frame % 3 != 0).toArray();
        Sampling sampling = sampling("causal", 20);
        TreeMap<Integer, Integer> gaps = new TreeMap<>();
        int last = 0;
        for (int i = 0; i < 20000; i++) {
            FramePair pair = FramePair.draw(usable, 500, sampling, random).orElseThrow();
            assertTrue(pair.template() % 3 != 0 && pair.search() % 3 != 0, pair.toString());
            gaps.merge(pair.search() - pair.template(), 1, Integer::sum);
            last = Math.max(last, pair.template());
        }
        assertEquals(1, gaps.firstKey());
        assertEquals(19, gaps.lastKey());
        assertTrue(last < 499, "the last frame has none after it");
        // Templates at 1 (mod 3) reach gaps 1, 3, 4, 6, ..., those at 2 gaps 2, 3, 5, 6, ...: multiples of 3 are twice as many.
        double threes = gaps.entrySet().stream().filter(gap -> gap.getKey() % 3 == 0).mapToInt(Map.Entry::getValue).sum();
        assertEquals(0.47, threes / 20000, 0.02);
    }

    @Test
    void anIntervalReachesBothWaysAndTheTemplateItself() {
        Sampling sampling = sampling("interval", 10);
        int[] usable = IntStream.range(0, 200).toArray();
        int[] signs = new int[3];
        for (int i = 0; i < 20000; i++) {
            FramePair pair = FramePair.draw(usable, 200, sampling, random).orElseThrow();
            int gap = pair.search() - pair.template();
            assertTrue(gap >= -10 && gap < 10, pair.toString());
            signs[Integer.signum(gap) + 1]++;
        }
        assertEquals(10 / 20.0, signs[0] / 20000.0, 0.02);
        assertEquals(1 / 20.0, signs[1] / 20000.0, 0.01);
        assertEquals(9 / 20.0, signs[2] / 20000.0, 0.02);
    }

    @Test
    void aTridentDrawsBothFromTheWholeSequence() {
        Sampling sampling = sampling("trident", 10);
        int[] usable = IntStream.range(0, 200).filter(frame -> frame % 2 == 0).toArray();
        double apart = 0;
        for (int i = 0; i < 20000; i++) {
            FramePair pair = FramePair.draw(usable, 200, sampling, random).orElseThrow();
            assertTrue(pair.template() % 2 == 0 && pair.search() % 2 == 0, pair.toString());
            apart += Math.abs(pair.search() - pair.template());
        }
        assertEquals(200 / 3.0, apart / 20000, 1);
    }

    @Test
    void aGapWithoutAnyUsableFrameGrows() {
        int[] usable = {0, 100, 200, 300, 400};
        for (int i = 0; i < 200; i++) {
            FramePair pair = FramePair.draw(usable, 401, sampling("causal", 3), random).orElseThrow();
            assertTrue(pair.search() > pair.template(), pair.toString());
        }
    }

    @Test
    void aImageStandsForBothAndShortOrHiddenVideosForNothing() {
        Sampling sampling = sampling("causal", 200);
        assertEquals(Optional.of(new FramePair(0, 0)), FramePair.draw(new int[] {0}, 1, sampling, random));
        assertFalse(FramePair.draw(new int[0], 1, sampling, random).isPresent());
        assertFalse(FramePair.draw(IntStream.range(0, 19).toArray(), 19, sampling, random).isPresent());
        assertFalse(FramePair.draw(new int[] {2, 3, 5, 7}, 100, sampling, random).isPresent());
        assertTrue(FramePair.draw(new int[] {2, 3, 5, 7, 11}, 20, sampling, random).isPresent());
    }

    private static Sampling sampling(String mode, int gap) {
        return Sampling.read(JsonNodeFactory.instance.objectNode().put("mode", mode).put("max_gap", gap));
    }
}

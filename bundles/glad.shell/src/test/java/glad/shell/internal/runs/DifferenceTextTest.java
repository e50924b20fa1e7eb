package glad.shell.internal.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferenceTextTest {

    @Test
    void valuesStandBelowTheirKeysAndFalseZeroAndAbsentAreThreeThings() {
        TreeMap<String, String[]> differences = new TreeMap<>();
        differences.put("tracker.size_smoothing", new String[] {"0", null});
        differences.put("tracker.windowed", new String[] {"false", "0"});
        differences.put("search.factor", new String[] {"4", "5"});
        differences.put("bundle glad.nn", new String[] {"0.1.0 aaa", "0.1.0 bbb"});
        differences.put("figure success", new String[] {"60.1", "61.2"});
        assertEquals(List.of("a b", "settings", "search", "factor 4 5", "tracker", "size_smoothing 0 (absent)", "windowed false 0", "code",
                "glad.nn 0.1.0 aaa 0.1.0 bbb", "figures", "success 60.1 61.2"), DifferenceText.text(differences, "a", "b", 80).lines()
                .map(line -> line.strip().replaceAll(" +", " ")).toList());
        assertTrue(DifferenceText.json(differences).path("tracker.size_smoothing").path(1).isNull());
        assertEquals("no difference", DifferenceText.text(new TreeMap<>(), "a", "b", 80));
    }
}

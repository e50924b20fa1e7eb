package glad.bench.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceChoiceTest {

    private final Map<String, SequenceSet> sets = new LinkedHashMap<>(Map.of("a", set("cat-1", "cat-10", "dog-1")));

    SequenceChoiceTest() {
        sets.put("b", set("INF_call", "cat"));
    }

    @Test
    void withoutNamesAllSequencesAreChosen() {
        assertEquals(Map.of("a", List.of("cat-1", "cat-10", "dog-1"), "b", List.of("INF_call", "cat")),
                SequenceChoice.chosen(sets, List.of()));
    }

    @Test
    void aStarStandsForAnyLettersAndNothingElseIsSpecial() {
        assertEquals(Map.of("a", List.of("dog-1", "cat-1", "cat-10")),
                SequenceChoice.chosen(sets, List.of("dog-1", "cat-*")));
        assertEquals(Map.of("a", List.of("cat-1"), "b", List.of("INF_call")),
                SequenceChoice.chosen(sets, List.of("cat-1", "INF*")));
        assertThrows(GladException.class, () -> SequenceChoice.chosen(sets, List.of("cat.1")));
    }

    @Test
    void aNameThatFitsNowhereIsRefusedWithTheNearest() {
        GladException e = assertThrows(GladException.class, () -> SequenceChoice.chosen(sets, List.of("cat-1", "dog-2")));
        assertTrue(e.getMessage().contains("did you mean \"dog-1\""), e.getMessage());
    }

    private static SequenceSet set(String... names) {
        return new SequenceSet() {
            @Override
            public List<String> names() {
                return List.of(names);
            }

            @Override
            public Sequence sequence(String name) {
                throw new UnsupportedOperationException(name);
            }
        };
    }
}

package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {

    private final Registry<String> registry = new Registry<>("dataset");

    @Test
    void anUnknownIdListsTheKnownOnesAndTheNearest() {
        registry.offer("lasot", "first", "a");
        registry.offer("lasot-ext", "second", "a");
        assertEquals("unknown dataset \"lasot-ex\"; did you mean \"lasot-ext\"? Known: lasot, lasot-ext", refused("lasot-ex"));
    }

    @Test
    void whatWasRemovedNamesItsFormerBundleUntilItIsBack() {
        registry.offer("lasot", "first", "glad.datasets.lasot");
        registry.withdraw("first");
        assertTrue(refused("lasot").startsWith("no dataset \"lasot\": it was offered by bundle glad.datasets.lasot until that was"
                + " removed; install it again, or choose of: none left"), refused("lasot"));
        registry.offer("lasot", "first", "glad.datasets.lasot");
        assertEquals("first", registry.get("lasot"));
    }

    @Test
    void theFirstOfTwoKeepsAnIdAndTheSecondIsNamed() {
        registry.offer("lasot", "first", "glad.datasets.lasot");
        registry.offer("lasot", "second", "org.example.lasot");
        assertEquals("first", registry.get("lasot"));
        assertEquals(List.of(new Registry.Entry<>("lasot", "glad.datasets.lasot", "first")), registry.list());
        assertEquals(List.of("dataset \"lasot\" of bundle org.example.lasot isn't used: bundle glad.datasets.lasot was first to offer"
                + " that id; remove one of them, or give one another id"), registry.problems());
    }

    @Test
    void theSecondTakesOverWhenTheFirstGoes() {
        registry.offer("lasot", "first", "a");
        registry.offer("lasot", "second", "b");
        registry.withdraw("first");
        assertEquals("second", registry.get("lasot"));
        assertEquals(List.of(), registry.problems());
        registry.offer("lasot", "first", "a");
        assertEquals("second", registry.get("lasot"));
    }

    /** Whichever of both was there first: the bundle that has the id may start later. */
    @Test
    void anIdThatAFileOfTheUsersTakesFromABundleIsRefusedUntilOneOfThemIsGone() {
        registry.offer("lasot", "own", "glad.trackers", "/home/ada/trackers.yaml");
        assertEquals("own", registry.get("lasot"));
        registry.offer("lasot", "first", "glad.datasets.lasot");
        String refusal = "dataset \"lasot\" is one of bundle glad.datasets.lasot and one of \"/home/ada/trackers.yaml\"; give that in the file another id";
        assertEquals(refusal, refused("lasot"));
        assertEquals(List.of(refusal), registry.problems());
        assertEquals(List.of(new Registry.Entry<>("lasot", "glad.datasets.lasot", "first")), registry.list());
        registry.withdraw("own");
        assertEquals("first", registry.get("lasot"));
    }

    private String refused(String id) {
        GladException e = assertThrows(GladException.class, () -> registry.get(id));
        assertEquals(2, e.exitCode());
        return e.getMessage();
    }
}

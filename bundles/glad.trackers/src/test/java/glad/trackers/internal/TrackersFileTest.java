package glad.trackers.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.api.track.Tracker;
import glad.api.track.TrackerFactory;
import glad.trackers.Entry;
import glad.trackers.TrackerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code trackers.yaml} is read, and what is said of what is wrong in it. */
class TrackersFileTest {

    @TempDir
    private Path folder;

    /** Its trackers are described by a text and a number. */
    private record Spoken(String key) implements TrackerKind {

        @Override
        public TrackerFactory of(Entry entry) {
            entry.only(List.of(key, "loud"));
            String said = entry.text(key) + " " + entry.number("loud", 0, 11, 5);
            return new TrackerFactory() {

                @Override
                public String description() {
                    return said;
                }

                @Override
                public Tracker create() {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    private SortedMap<String, TrackerFactory> read(String text) throws IOException {
        SortedMap<String, TrackerFactory> trackers = new TreeMap<>();
        TrackersFile.read(Files.writeString(folder.resolve("trackers.yaml"), text))
                .forEach((id, entry) -> trackers.put(id, TrackersFile.factory(entry, List.of(new Spoken("says"), new Spoken("sings")))));
        return trackers;
    }

    @Test
    void anEntryIsOfTheKindWhoseKeyItHas() throws IOException {
        SortedMap<String, TrackerFactory> trackers = read("a: {says: hello}\nb: {sings: la, loud: 11}\n");
        assertEquals("hello 5.0", trackers.get("a").description());
        assertEquals("la 11.0", trackers.get("b").description());
    }

    @Test
    void noFileAndAnEmptyOneNameNone() throws IOException {
        assertTrue(TrackersFile.read(folder.resolve("missing.yaml")).isEmpty());
        assertTrue(read("# nothing yet\n").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{loud: 3} | has no key that says what it is; expected one of \"says\", \"sings\"",
        "{says: 4} | \"says\" of tracker \"bad\"",
        "{says: x, lout: 4} | did you mean \"loud\"?",
        "{says: x, loud: 12} | is \"12\"; expected a number from 0 to 11",
        "some text | has no key that says what it is"})
    void aWrongEntryIsToldWhenItIsUsedAndTheOthersAreThere(String entry, String expected) throws IOException {
        SortedMap<String, TrackerFactory> trackers = read("bad: " + entry + "\ngood: {says: x}\n");
        assertEquals("x 5.0", trackers.get("good").description());
        GladException problem = assertThrows(GladException.class, trackers.get("bad")::create);
        assertEquals(2, problem.exitCode());
        assertTrue(problem.getMessage().contains(expected) && problem.getMessage().lines().count() == 1, problem.getMessage());
        assertThrows(GladException.class, trackers.get("bad")::content);
        assertTrue(trackers.get("bad").description().startsWith("can't be used: "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a: [ | isn't YAML at line 1",
        "just a text | holds no trackers",
        "My Tracker: {says: a} | \"My Tracker\" in",
        "'a: {says: a}\na: {says: b}' | isn't YAML at line 2: Duplicate field 'a'"})
    void aFileThatCannotBeReadIsRefused(String text, String expected) {
        String problem = assertThrows(GladException.class, () -> read(text)).getMessage();
        assertTrue(problem.contains(expected) && problem.lines().count() == 1, problem);
    }
}

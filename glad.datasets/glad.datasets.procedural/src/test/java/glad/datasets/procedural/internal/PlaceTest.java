package glad.datasets.procedural.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaceTest {

    private static final int FRAMES = 150;

    @Test
    void whatTheSentenceSaysOfThePlaceIsTrueAtFirstAndStopsBeingTrue() {
        Set<Place> seen = EnumSet.noneOf(Place.class);
        for (int i = 0; i < 24; i++) {
            Script script = script(Context.CHANGING, i);
            Whereabouts where = script.where();
            seen.add(where.place());
            assertTrue(script.sentence().endsWith(where.place().words()), script.sentence());
            assertTrue(where.holds(0) && !where.holds(55), "sequence " + i);
            assertEquals(where.place(), side(script, where, 0), "sequence " + i);
            assertEquals(where.place().other(), side(script, where, 55), "sequence " + i);
        }
        assertEquals(EnumSet.allOf(Place.class), seen);
    }

    @Test
    void aSteadyPlaceStaysTrueAndTheCompanionIsOnTheOtherSide() {
        Script script = script(Context.STEADY, 3);
        Whereabouts where = script.where();
        assertTrue(IntStream.range(0, FRAMES).allMatch(where::holds));
        assertTrue(script.wrongSentence().endsWith(where.place().other().words()), script.wrongSentence());
    }

    @Test
    void onlyTheWordsThatSayWhatItLooksLikeNameTheTarget() {
        Script script = script(Context.CHANGING, 1);
        ProceduralSequence sequence = new ProceduralSequence("plain-0001", script, Context.CHANGING, script.sentence());
        assertEquals(Optional.of(Set.of(0, 1, 2)), sequence.targetWords(0));
        assertEquals(Set.of("plain", "changing-context"), sequence.attributes());
        assertTrue(Place.allWords().containsAll(List.of(script.sentence().split(" ")).subList(3, script.sentence().split(" ").length)));
    }

    private static Script script(Context context, int index) {
        return new Script(SequenceKind.PLAIN, context, FRAMES, 320, 240, 202, 1, index);
    }

    /** Where the target is, by what is drawn: from the middle of the tree's crown, or from the upper edge of the grass. */
    private static Place side(Script script, Whereabouts where, int frame) {
        Box box = script.box(frame);
        Whereabouts.Piece last = where.pieces().get(where.pieces().size() - 1);
        if (where.place().beside()) {
            return box.cx() < last.x() ? Place.LEFT : Place.RIGHT;
        }
        return box.cy() > last.y() - last.height() / 2 ? Place.ON : Place.ABOVE;
    }
}

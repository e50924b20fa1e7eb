package glad.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static final Sentences CAT =
            new Sentences(List.of(new Sentences.Part(0, "it walks"), new Sentences.Part(3, "it falls"), new Sentences.Part(7, "it walks")));

    @Test
    void eachIsInForceFromItsFrameToTheNextOnes() {
        assertEquals(List.of("it walks", "it walks", "it falls", "it falls", "it walks", "it walks"),
                List.of(CAT.at(0), CAT.at(2), CAT.at(3), CAT.at(6), CAT.at(7), CAT.at(1000)));
        assertTrue(CAT.change());
        assertFalse(Sentences.of("it walks").change());
        assertFalse(new Sentences(List.of(new Sentences.Part(0, "a"), new Sentences.Part(3, "a"))).change());
        assertEquals("IT WALKS; from frame 3: IT FALLS; from frame 7: IT WALKS", CAT.map(s -> s.toUpperCase(Locale.ROOT)).text());
        assertEquals("it falls; from frame 3: it walks", CAT.from(4).text());
        assertEquals(CAT, CAT.from(0));
    }

    @Test
    void framesGoForwardFromTheFirst() {
        assertThrows(IllegalArgumentException.class, () -> new Sentences(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Sentences(List.of(new Sentences.Part(1, ""))));
        assertThrows(IllegalArgumentException.class,
                () -> new Sentences(List.of(new Sentences.Part(0, "a"), new Sentences.Part(0, "b"))));
    }
}

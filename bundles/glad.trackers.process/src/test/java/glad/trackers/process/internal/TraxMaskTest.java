package glad.trackers.process.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import glad.api.Box;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks as TraX writes them. */
class TraxMaskTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "m0,0,3,2,0,6 | 0,0,3,2",
        "m10,20,3,2,1,1 | 11,20,1,1",
        "m10,20,4,3,3,2 | 10,20,4,2",
        "m-2,-3,4,4,5,1,8,1 | -1,-2,2,3",
        "m1,1,4,4,0,0,3,2,3,0,8 | 1,1,4,2",
        "m1,2,0,0 | 1,2,0,0",
        "m1,2,3,2,6 | 1,2,0,0",
        "m1,2,3 | 0,0,-1,-1",
        "m1,2,3,2,0,7 | 0,0,-1,-1",
        "m1,2,3,2,-1,2 | 0,0,-1,-1",
        "m1,2,9999999999,2,0,3 | 0,0,-1,-1",
        "m1,2,3.5,2,0,3 | 0,0,-1,-1",
        "m | 0,0,-1,-1"})
    void itsBoundsAreThoseOfThePixelsOnTheTarget(String mask, String expected) {
        String[] v = expected.split(",");
        assertEquals(new Box(Integer.parseInt(v[0]), Integer.parseInt(v[1]), Integer.parseInt(v[2]), Integer.parseInt(v[3])), TraxMask.bounds(mask));
    }

    @Test
    void aBoxIsThePixelsWhoseCentresLieInItAndNeverNone() {
        assertEquals("m2,1,3,2,0,6", TraxMask.filled(new Box(1.6, 1.4, 3.2, 2), 10, 8));
        assertEquals("m0,0,2,3,0,6", TraxMask.filled(new Box(-4, -2, 6, 5), 10, 8));
        assertEquals("m9,7,1,1,0,1", TraxMask.filled(new Box(9.8, 7.9, 0.1, 0.05), 10, 8));
    }
}

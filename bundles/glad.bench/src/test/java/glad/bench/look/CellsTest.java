package glad.bench.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {

    @Test
    void cellsOfABoxAreThoseWhoseCentreLiesInIt() {
        assertEquals(List.of(5, 6, 9, 10), Cells.of(4, new float[] {0.5f, 0.5f, 0.5f, 0.5f}).target());
    }

    @Test
    void aBoxBetweenCentresHasTheCellItLiesIn() {
        assertEquals(List.of(6), Cells.of(4, new float[] {0.55f, 0.45f, 0.01f, 0.01f}).target());
        assertEquals(List.of(3), Cells.of(4, new float[] {1.2f, -0.3f, 0.1f, 0.1f}).target());
    }
}

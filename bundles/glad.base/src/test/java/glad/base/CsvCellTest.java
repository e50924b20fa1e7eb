package glad.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvCellTest {

    @Test
    void formulasBecomeTextsAndNumbersStay() {
        for (String formula : List.of("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "-")) {
            assertEquals("'" + formula, CsvCell.plain(formula));
        }
        for (String plain : List.of("", "cat-1", "a=b", "-2", "+3.5", "-.5e-7", "12", "1,2")) {
            assertEquals(plain, CsvCell.plain(plain));
        }
    }
}

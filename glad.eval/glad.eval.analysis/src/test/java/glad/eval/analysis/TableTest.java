package glad.eval.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Table TABLE = new Table("Runs", List.of("Tracker", "Dataset", "Normalised precision", "Verdict"), List.of(
            List.of("an-experiment-with-a-long-name/first", "procedural", "61.25", "better"),
            List.of("an-experiment-with-a-long-name/second", "procedural", "7.50", "can't tell (needs about 40 sequences)")), List.of());

    @Test
    void aTableForAFileIsWhole() {
        assertTrue(TABLE.text().contains("an-experiment-with-a-long-name/second  procedural"), TABLE.text());
        assertTrue(TABLE.text().contains("can't tell (needs about 40 sequences)"), TABLE.text());
    }

    @Test
    void onATerminalWordsAreShortenedAndFiguresAreNot() {
        List<String> lines = TABLE.text(60).lines().skip(1).toList();
        assertEquals(60, lines.stream().mapToInt(String::length).max().orElseThrow(), lines.toString());
        assertTrue(lines.get(0).contains("Normal"), lines.toString());
        assertTrue(lines.get(1).matches("  an-\\S+…\\S*/first +procedural +61\\.25 +better"), lines.get(1));
        assertTrue(lines.get(2).matches("  an-\\S+…\\S*second +procedural +7\\.50  can't tell .*…"), lines.get(2));
    }

    @Test
    void figuresStayWhereNothingFits() {
        assertTrue(TABLE.text(10).contains("61.25"), TABLE.text(10));
    }

    @Test
    void columnsOfFixedWidthGiveWayOnlyWhereTheyDontFit() {
        Table table = new Table("", List.of("", "AUC", "Precision"), List.of(List.of("  a-sequence-with-a-long-name", "61.2", "7.5")), List.of());
        assertEquals("  a-sequence-with-a-long-name              61.2        7.5", table.text(36, 10, 80).lines().toList().get(1));
        assertEquals("  a-sequence-with-a-long-name       61.2        7.5", table.text(12, 10, 80).lines().toList().get(1));
        assertEquals("  a-sequ…ong-name 61.2       7.5", table.text(36, 10, 32).lines().toList().get(1));
    }
}

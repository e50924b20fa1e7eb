package glad.eval.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Everything that LaTeX reads otherwise than it is written. */
    private static final Table ODD = new Table("Success, seed=41 & \"a_b\" of 100 % {x}", List.of("Tracker", "Dataset", "AUC ± s", "p (Holm)"), List.of(
            List.of("nano_1#2", "C:\\data^2~x", "61.25 ± 0.10", "<1e-3 $"), List.of("a|b > c", "lasot – all…", "7.50", "1")), List.of("depth_2: 50 % of it"));

    /** As wide as answers of ablations get. */
    private static final Table WIDE = new Table("success on procedural(seed=11, frames=40)", List.of("variant", "value", "difference", "95 % interval", "p",
            "won/tied/lost", "verdict"), List.of(List.of("baseline", "77.70", "-", "-", "-", "-", "-"),
            List.of("diffusion.id=none, sentence=other", "80.67", "+2.97", "-13.36 .. +12.25", "1.0000", "120/100/280", "? 1 200"),
            List.of("weights=a-file-with-a-long-name-and-nobreaks.safetensors, training.learning_rate=0.0001", "76.96", "-0.73", "-3.20 .. +0.96", "0.0004",
                    "1/1/4", "better")), List.of("difference to baseline; p after Holm", "not shown: fault=missing, 0 of 3 cells are finished"),
            Set.of(new Table.Place(1, 1)));
    private static final Table METRICS = new Table("LaSOT", List.of("Tracker", "Sequences", "AUC", "Overlap 50", "Overlap 75", "Precision", "Normalised precision",
            "Frames/s"), List.of(List.of("glad-nano-mobilenet/without-diffusion, 3 runs", "280/280 PARTIAL", "61.2 ± 0.1", "71.2 ± 0.1", "51.2 ± 0.1",
            "61.2 ± 0.1", "61.2 ± 0.1", "101587.7")), List.of());

    @Test
    void aTableForLatexIsWholeAndShowsWhatIsWritten() {
        String latex = ODD.latex();
        String plain = latex.replaceAll("\\\\\\\\", "").replaceAll("\\\\[&%$#_{}]", "");
        assertEquals(plain.chars().filter(c -> c == '{').count(), plain.chars().filter(c -> c == '}').count(), latex);
        assertEquals(3, plain.lines().filter(line -> line.chars().filter(c -> c == '&').count() == 3).count(), latex);
        // In LaTeX's usual fonts these are other signs.
        assertTrue(latex.contains("\\textless{}1e-3 \\$") && latex.contains("a\\textbar{}b \\textgreater{} c"), latex);
    }

    @Test
    void latexCompilesATable(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(ended(folder, "kpsewhich", "booktabs.sty"), "skipped: no LaTeX with booktabs installed");
        Files.writeString(folder.resolve("table.tex"),
                "\\documentclass{article}\n\\usepackage{booktabs}\n\\hfuzz=1pt\n\\begin{document}\n" + ODD.latex() + TABLE.latex() + WIDE.latex()
                        + METRICS.latex() + "\\end{document}\n");
        assertTrue(ended(folder, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "table.tex"), Files.readString(folder.resolve("said")));
        assertTrue(Files.size(folder.resolve("table.pdf")) > 0);
        String log = Files.readString(folder.resolve("table.log"), StandardCharsets.ISO_8859_1);
        assertFalse(log.contains("Overfull"), log);
    }

    /** Runs a program; returns whether it is there and ends well. */
    private static boolean ended(Path folder, String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("said").toFile())
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void columnsOfFixedWidthGiveWayOnlyWhereTheyDontFit() {
        Table table = new Table("", List.of("", "AUC", "Precision"), List.of(List.of("  a-sequence-with-a-long-name", "61.2", "7.5")), List.of());
        assertEquals("  a-sequence-with-a-long-name              61.2        7.5", table.text(36, 10, 80).lines().toList().get(1));
        assertEquals("  a-sequence-with-a-long-name       61.2        7.5", table.text(12, 10, 80).lines().toList().get(1));
        assertEquals("  a-sequ…ong-name 61.2       7.5", table.text(36, 10, 32).lines().toList().get(1));
    }
}

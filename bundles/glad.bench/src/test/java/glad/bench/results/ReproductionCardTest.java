package glad.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.GladException;
import glad.bench.results.ReproductionCard.Verdict;
import glad.eval.analysis.Score;
import org.junit.jupiter.api.Test;

class ReproductionCardTest {

    private static final PublishedFigure GLAD = PublishedFigure.of("GLAD-B256", "lasot").get(0);

    private static Verdict verdict(double value, double interval, int runs, int measured) {
        return ReproductionCard.row("ours", new Score(value, interval, runs, measured, 280 * runs), GLAD).verdict();
    }

    @Test
    void theTableSaysWhatWasPublishedWhere() {
        assertEquals(69.5, GLAD.value());
        assertEquals(280, GLAD.sequences());
        assertEquals("arXiv 2602.00570", GLAD.source());
        String unknown = assertThrows(GladException.class, () -> PublishedFigure.of("GLAD-B265", "lasot")).getMessage();
        assertTrue(unknown.contains("\"GLAD-B256\""), unknown);
        assertTrue(assertThrows(GladException.class, () -> PublishedFigure.of("MVLM", "otb100")).getMessage().contains("lasot, tnl2k"));
    }

    @Test
    void oneRunIsJudgedByTheSpreadThatWasSeen() {
        assertEquals(Verdict.INSIDE, verdict(69.0, Double.NaN, 1, 280), "half a point is what the steadiest differ by");
        assertEquals(Verdict.PERHAPS, verdict(67.0, Double.NaN, 1, 280));
        assertEquals(Verdict.OUTSIDE, verdict(66.0, Double.NaN, 1, 280));
    }

    @Test
    void repeatedRunsAreJudgedByTheirOwnSpread() {
        // Three runs of deviation 0.3: the interval is 4.303 * 0.3 / sqrt(3) = 0.745, one more run lies within 1.49.
        assertEquals(Verdict.INSIDE, verdict(68.1, 0.745, 3, 840));
        assertEquals(Verdict.OUTSIDE, verdict(67.9, 0.745, 3, 840));
    }

    @Test
    void otherCoverageIsNoMatch() {
        assertEquals(Verdict.NO_MATCH, verdict(69.5, Double.NaN, 1, 279));
        assertEquals(Verdict.NO_MATCH, ReproductionCard.row("ours", new Score(69.5, Double.NaN, 1, 6, 6), GLAD).verdict());
    }
}

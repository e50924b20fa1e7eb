package glad.eval.analysis.statistics;

import java.util.random.RandomGenerator;

/** Student's t distribution. */
public final class StudentT {

    /** The quantile for a 95 % interval with 1, 2, .. degrees of freedom. */
    private static final double[] QUANTILES = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201,
        2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052,
        2.048, 2.045, 2.042};

    private static final int MANY = 20;

    private StudentT() {}

    /** Returns by how many standard errors a 95 % interval reaches to either side; infinite without a degree of freedom. */
    public static double quantile95(int freedom) {
        if (freedom < 1) {
            return Double.POSITIVE_INFINITY;
        }
        // Beyond the table by the first term of the Cornish-Fisher expansion, right to three digits there.
        double z = Spread.TWO_SIDED;
        return freedom <= QUANTILES.length ? QUANTILES[freedom - 1] : z + (z * z * z + z) / (4.0 * freedom);
    }

    /**
     * Draws a factor that makes a deviation with this distribution of a normal one: the root of {@code f / chi^2}. From {@value #MANY}
     * degrees of freedom on, chi-squared is that of Wilson and Hilferty (Proceedings of the National Academy of Sciences 17(12), 1931); below,
     * part of a degree doesn't count.
     */
    static double widening(double freedom, RandomGenerator random) {
        if (Double.isInfinite(freedom)) {
            return 1;
        }
        if (freedom >= MANY) {
            double cube = 2 / (9 * freedom);
            return Math.pow(1 - cube + random.nextGaussian() * Math.sqrt(cube), -1.5);
        }
        int whole = Math.max(1, (int) freedom);
        double squares = 0;
        for (int i = 0; i < whole; i++) {
            double each = random.nextGaussian();
            squares += each * each;
        }
        return Math.sqrt(whole / squares);
    }
}

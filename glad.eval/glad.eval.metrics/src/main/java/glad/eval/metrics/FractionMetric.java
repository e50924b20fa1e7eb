package glad.eval.metrics;

import glad.api.eval.Metric;

/** A metric whose numbers are fractions of frames in percent: more is better. */
abstract class FractionMetric implements Metric {

    private final String name;

    FractionMetric(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String unit() {
        return "%";
    }

    @Override
    public final double min() {
        return 0;
    }

    @Override
    public final double max() {
        return 100;
    }

    @Override
    public final Direction direction() {
        return Direction.HIGHER_IS_BETTER;
    }
}

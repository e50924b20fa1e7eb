package glad.testing;

import glad.api.eval.Metric;
import glad.kit.MetricChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a metric has to hold, see {@link MetricChecks#of}; its test extends this. */
public abstract class MetricContract {

    /** Returns the metric. */
    protected abstract Metric metric();

    @TestFactory
    final Stream<DynamicTest> keepsItsContract() {
        return MetricChecks.of(metric()).stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
    }
}

package glad.eval.metrics;

import glad.api.eval.Metric;
import glad.kit.MetricChecks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every metric here, as {@link glad.testing.MetricContract} has it for one. */
class ContractTest {

    private static final List<Metric> ALL = List.of(new Success(), new OverlapPrecision50(), new OverlapPrecision75(), new DistancePrecision(),
            new NormalisedPrecision(), new AverageOverlap(), new SuccessRate50(), new SuccessRate75(), new MeanOverlap(), new Failures(),
            new Recovery(), new FramesPerSecond());

    @TestFactory
    Stream<DynamicTest> eachKeepsItsContract() {
        return ALL.stream().flatMap(metric -> MetricChecks.of(metric).stream()
                .map(check -> DynamicTest.dynamicTest(metric.name() + ": " + check.name(), check.body()::run)));
    }
}

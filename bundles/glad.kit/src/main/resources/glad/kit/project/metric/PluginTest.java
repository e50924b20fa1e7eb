package @package@;

import glad.api.eval.Metric;
import glad.testing.MetricContract;

class @Class@Test extends MetricContract {

    @Override protected Metric metric() { return new @Class@(); }
}

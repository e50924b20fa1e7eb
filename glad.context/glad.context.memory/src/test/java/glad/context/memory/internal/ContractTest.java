package glad.context.memory.internal;

import glad.api.model.TargetMemoryFactory;
import glad.testing.TargetMemoryContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Official extends TargetMemoryContract {

        @Override
        protected TargetMemoryFactory factory() {
            return new AtcMemoryFactory();
        }
    }

    @Nested
    class ScoreHeatAndGate extends TargetMemoryContract {

        @Override
        protected TargetMemoryFactory factory() {
            return new AtcMemoryFactory();
        }

        @Override
        protected String options() {
            return "heat: score, gate: network, length: 2, heads: 4, layers: 1, unused_weights: false";
        }
    }
}

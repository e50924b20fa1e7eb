package glad.context.words.internal;

import glad.api.model.WordGuidanceFactory;
import glad.testing.WordGuidanceContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Official extends WordGuidanceContract {

        @Override
        protected WordGuidanceFactory factory() {
            return new AtcWordsFactory();
        }
    }

    @Nested
    class MemorySeen extends WordGuidanceContract {

        @Override
        protected WordGuidanceFactory factory() {
            return new AtcWordsFactory();
        }

        @Override
        protected String options() {
            return "memory: seen, target: all, keys: calibrated, heads: 4, layers: 1, unused_weights: false";
        }
    }
}

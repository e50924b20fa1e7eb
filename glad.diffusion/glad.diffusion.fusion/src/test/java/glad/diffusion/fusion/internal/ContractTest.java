package glad.diffusion.fusion.internal;

import glad.api.model.FusionFactory;
import glad.api.model.WordGuidanceFactory;
import glad.testing.FusionContract;
import glad.testing.WordGuidanceContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Decoder extends FusionContract {

        @Override
        protected FusionFactory factory() {
            return new GladDecoderFactory();
        }
    }

    @Nested
    class Query extends WordGuidanceContract {

        @Override
        protected WordGuidanceFactory factory() {
            return new WordQueryFactory();
        }
    }
}

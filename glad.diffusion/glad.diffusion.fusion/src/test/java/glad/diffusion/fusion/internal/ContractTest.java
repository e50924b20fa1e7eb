package glad.diffusion.fusion.internal;

import glad.api.model.FusionFactory;
import glad.testing.FusionContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Decoder extends FusionContract {

        @Override
        protected FusionFactory factory() {
            return new GladDecoderFactory();
        }
    }
}

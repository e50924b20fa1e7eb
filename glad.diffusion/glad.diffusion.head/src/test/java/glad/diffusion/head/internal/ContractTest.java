package glad.diffusion.head.internal;

import glad.api.model.HeadFactory;
import glad.testing.HeadContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Center extends HeadContract {

        @Override
        protected HeadFactory factory() {
            return new CenterHeadFactory();
        }

        @Override
        protected String options() {
            return "channels: 64, target_query: true";
        }
    }

    @Nested
    class Corner extends HeadContract {

        @Override
        protected HeadFactory factory() {
            return new CornerHeadFactory();
        }

        @Override
        protected String options() {
            return "channels: 64";
        }
    }

    @Nested
    class Match extends HeadContract {

        @Override
        protected HeadFactory factory() {
            return new MatchHeadFactory();
        }

        @Override
        protected String options() {
            return "temperature: 0.2";
        }
    }
}

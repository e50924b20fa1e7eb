package glad.eval.results.internal;

import glad.api.eval.ResultFormat;
import glad.testing.ResultFormatContract;
import org.junit.jupiter.api.Nested;

/** Every format that comes with GLAD keeps the contract of formats. */
class FormatContractsTest {

    @Nested
    class Official extends ResultFormatContract {

        @Override
        protected ResultFormat format() {
            return new OfficialFormat();
        }
    }

    @Nested
    class Lasot extends ResultFormatContract {

        @Override
        protected ResultFormat format() {
            return new LasotFormat();
        }
    }

    @Nested
    class Got10k extends ResultFormatContract {

        @Override
        protected ResultFormat format() {
            return new Got10kFormat();
        }
    }

    @Nested
    class TrackingNet extends ResultFormatContract {

        @Override
        protected ResultFormat format() {
            return new TrackingNetFormat();
        }
    }

    @Nested
    class Vot extends ResultFormatContract {

        @Override
        protected ResultFormat format() {
            return new VotFormat();
        }
    }
}

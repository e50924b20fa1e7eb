package glad.media.internal;

import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;
import org.junit.jupiter.api.Nested;

class ContractTest {

    @Nested
    class Csrt extends TrackerContract {

        @Override
        protected TrackerFactory factory() {
            return new CsrtTrackerFactory();
        }
    }

    @Nested
    class Correlation extends TrackerContract {

        @Override
        protected TrackerFactory factory() {
            return new CorrelationTrackerFactory();
        }
    }

    @Nested
    class Static extends TrackerContract {

        @Override
        protected TrackerFactory factory() {
            return new StaticTrackerFactory();
        }
    }
}

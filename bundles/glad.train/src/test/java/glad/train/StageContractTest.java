package glad.train;

import glad.api.train.TrainingStageFactory;
import glad.testing.TrainingStageContract;
import org.junit.jupiter.api.Nested;

/** The tracker's stage keeps the contract of stages, with either loss. */
class StageContractTest {

    @Nested
    class Official extends TrainingStageContract {

        @Override
        protected TrainingStageFactory factory() {
            return new TrackerStageFactory();
        }
    }

    @Nested
    class Dense extends TrainingStageContract {

        @Override
        protected TrainingStageFactory factory() {
            return new TrackerStageFactory();
        }

        @Override
        protected String options() {
            return "loss: dense, drop_text: 0.5";
        }
    }
}

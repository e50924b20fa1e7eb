package @package@;

import glad.api.train.TrainingStageFactory;
import glad.testing.TrainingStageContract;

class @Class@Test extends TrainingStageContract {

    @Override protected TrainingStageFactory factory() { return new @Class@(); }
}

package @package@;

import glad.api.model.TargetMemoryFactory;
import glad.testing.TargetMemoryContract;

class @Class@Test extends TargetMemoryContract {

    @Override protected TargetMemoryFactory factory() { return new @Class@(); }
}

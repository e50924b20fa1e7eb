package @package@;

import glad.api.model.WordGuidanceFactory;
import glad.testing.WordGuidanceContract;

class @Class@Test extends WordGuidanceContract {

    @Override protected WordGuidanceFactory factory() { return new @Class@(); }
}

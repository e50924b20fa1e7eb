package @package@;

import glad.api.model.HeadFactory;
import glad.testing.HeadContract;

class @Class@Test extends HeadContract {

    @Override protected HeadFactory factory() { return new @Class@(); }
}

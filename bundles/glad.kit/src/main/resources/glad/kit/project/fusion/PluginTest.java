package @package@;

import glad.api.model.FusionFactory;
import glad.testing.FusionContract;

class @Class@Test extends FusionContract {

    @Override protected FusionFactory factory() { return new @Class@(); }
}

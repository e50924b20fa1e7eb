package @package@;

import glad.api.model.DiffusionFactory;
import glad.testing.DiffusionContract;

class @Class@Test extends DiffusionContract {

    @Override protected DiffusionFactory factory() { return new @Class@(); }
}

package @package@;

import glad.api.model.BackboneFactory;
import glad.testing.BackboneContract;

class @Class@Test extends BackboneContract {

    @Override protected BackboneFactory factory() { return new @Class@(); }
}

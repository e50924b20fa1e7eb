package @package@;

import glad.api.model.TextEncoderFactory;
import glad.testing.TextEncoderContract;

class @Class@Test extends TextEncoderContract {

    @Override protected TextEncoderFactory factory() { return new @Class@(); }
}

package @package@;

import glad.api.track.Protocol;
import glad.testing.ProtocolContract;

class @Class@Test extends ProtocolContract {

    @Override protected Protocol protocol() { return new @Class@(); }
}

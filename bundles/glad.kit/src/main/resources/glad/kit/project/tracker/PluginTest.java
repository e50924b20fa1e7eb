package @package@;

import glad.api.track.TrackerFactory;
import glad.testing.TrackerContract;

class @Class@Test extends TrackerContract {

    @Override protected TrackerFactory factory() { return new @Class@(); }
}

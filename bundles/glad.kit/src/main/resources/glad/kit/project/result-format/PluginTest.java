package @package@;

import glad.api.eval.ResultFormat;
import glad.testing.ResultFormatContract;

class @Class@Test extends ResultFormatContract {

    @Override protected ResultFormat format() { return new @Class@(); }
}

package glad.testing;

import glad.api.model.HeadFactory;

/**
 * What a box head has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyHeadTest extends HeadContract {
 *     protected HeadFactory factory() {
 *         return new MyHeadFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class HeadContract extends PartContract<HeadFactory> {}

package glad.testing;

import glad.api.model.FusionFactory;

/**
 * What a fusion has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyFusionTest extends FusionContract {
 *     protected FusionFactory factory() {
 *         return new MyFusionFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class FusionContract extends PartContract<FusionFactory> {}

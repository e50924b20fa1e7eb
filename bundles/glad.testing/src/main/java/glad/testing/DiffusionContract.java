package glad.testing;

import glad.api.model.DiffusionFactory;

/**
 * What a diffusion module has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyDiffusionTest extends DiffusionContract {
 *     protected DiffusionFactory factory() {
 *         return new MyDiffusionFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class DiffusionContract extends PartContract<DiffusionFactory> {}

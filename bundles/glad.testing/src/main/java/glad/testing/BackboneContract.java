package glad.testing;

import glad.api.model.BackboneFactory;

/**
 * What a backbone has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyBackboneTest extends BackboneContract {
 *     protected BackboneFactory factory() {
 *         return new MyBackboneFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class BackboneContract extends PartContract<BackboneFactory> {}

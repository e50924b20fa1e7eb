package glad.testing;

import glad.api.model.TargetMemoryFactory;

/**
 * What a target memory has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyMemoryTest extends TargetMemoryContract {
 *     protected TargetMemoryFactory factory() {
 *         return new MyMemoryFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class TargetMemoryContract extends PartContract<TargetMemoryFactory> {}

package glad.testing;

import glad.api.model.WordGuidanceFactory;

/**
 * What a word guidance has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyWordsTest extends WordGuidanceContract {
 *     protected WordGuidanceFactory factory() {
 *         return new MyWordsFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class WordGuidanceContract extends PartContract<WordGuidanceFactory> {}

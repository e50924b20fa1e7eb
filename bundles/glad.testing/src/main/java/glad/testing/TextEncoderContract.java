package glad.testing;

import glad.api.model.TextEncoderFactory;

/**
 * What a text encoder has to hold, see {@link glad.kit.PartChecks#of}. Its test extends this:
 *
 * <pre>{@code
 * class MyTextEncoderTest extends TextEncoderContract {
 *     protected TextEncoderFactory factory() {
 *         return new MyTextEncoderFactory();
 *     }
 * }
 * }</pre>
 */
public abstract class TextEncoderContract extends PartContract<TextEncoderFactory> {}

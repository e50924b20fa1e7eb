package glad.shell.internal.run.preview;

import glad.api.Box;
import glad.api.data.Sentences;

/**
 * What is to be tracked.
 *
 * @param box in the first frame, pixels
 * @param said about it
 */
public record Target(Box box, Sentences said) {}

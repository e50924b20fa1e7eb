package glad.runtime;

/**
 * How far the loading of a model's weights has come.
 *
 * @param reference the weight file being read, as the experiment names it
 * @param filled how many parameters have their values
 * @param parameters how many the model has
 */
public record LoadProgress(String reference, int filled, int parameters) {}

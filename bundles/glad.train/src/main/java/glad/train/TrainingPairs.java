package glad.train;

import glad.api.data.PairSource;

/**
 * What a training sees.
 *
 * @param training the examples
 * @param heldOut examples that differ from these, for the checks
 * @param readers how many threads make pairs ahead; the pairs and their order don't depend on it
 */
public record TrainingPairs(PairSource training, PairSource heldOut, int readers) {}

package glad.bench.cues;

/**
 * What became of a token of a sentence.
 *
 * @param text as it is written
 * @param target how probably it names the target, in [0, 1]; null where that isn't told
 * @param taken which part of their attention the search tokens on what was found gave it, as written and as calibrated, in [0, 1]; null in a
 *     first frame
 * @param calibrated the part of that which it has as calibrated; null where the search tokens don't look at both
 */
public record CueWord(String text, Double target, Double taken, Double calibrated) {}

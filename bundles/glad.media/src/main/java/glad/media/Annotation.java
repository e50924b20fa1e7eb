package glad.media;

import glad.api.Box;

/**
 * What to draw on a frame.
 *
 * @param predicted the tracker's box, or null for none
 * @param groundTruth the ground-truth box, or null for none
 * @param label text at the top, such as the sentence; empty for none. Letters that no font of the
 *     machine has are shown as {@code ?} or as empty frames, see {@link CaptionFont}
 * @param confidence the tracker's confidence in [0, 1], shown beside its box; NaN for none
 */
public record Annotation(Box predicted, Box groundTruth, String label, double confidence) {}

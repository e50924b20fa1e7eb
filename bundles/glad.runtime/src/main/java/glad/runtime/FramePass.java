package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.api.model.Prediction;

/**
 * What a model makes of one frame of some targets.
 *
 * @param prediction where they are
 * @param memory what is to be remembered of them for the next frame; empty for a model without memory
 * @param heat (B, Ns, 1) fp32, how much each search token counted for the memory; null without one
 */
public record FramePass(Prediction prediction, NDList memory, NDArray heat) {}

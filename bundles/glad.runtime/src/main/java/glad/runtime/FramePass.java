package glad.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import glad.api.model.Prediction;
import glad.api.model.Tokens;

/**
 * What a model makes of one frame of some targets.
 *
 * @param prediction where they are
 * @param memory what is to be remembered of them for the next frame; empty for a model without memory
 * @param heat (B, Ns, 1) fp32, how much each search token counted for the memory; null without one
 * @param seen what the backbone made of template and search region
 * @param fused the same behind the fusion module
 */
public record FramePass(Prediction prediction, NDList memory, NDArray heat, Tokens seen, Tokens fused) {}

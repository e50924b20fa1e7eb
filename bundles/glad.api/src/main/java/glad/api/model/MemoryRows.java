package glad.api.model;

import ai.djl.ndarray.NDArray;

/**
 * What is remembered of targets, as other parts may look at it.
 *
 * @param rows (B, M, C) fp32, the newest row last
 * @param positions (1, M, C) fp32, the learned positions of the rows
 */
public record MemoryRows(NDArray rows, NDArray positions) {}

package glad.api.model;

import ai.djl.ndarray.NDManager;

/**
 * Where and how a part is made.
 *
 * @param manager owner of the part's arrays; its device is the part's device. Closed by the caller after the part
 * @param precision number format of the kernels
 * @param seed seeds the initial values of the parameters: same seed and options, same values
 */
public record PartContext(NDManager manager, Precision precision, long seed) {}

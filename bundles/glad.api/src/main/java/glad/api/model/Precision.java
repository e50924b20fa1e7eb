package glad.api.model;

/**
 * The number format that kernels compute in. Master weights are fp32 in all, until {@link Parameter#round} gives them
 * up.
 */
public enum Precision {
    /** 32-bit floating point. */
    FP32,
    /** bfloat16 inside the kernels; inputs and results of a part stay fp32. */
    BF16,
    /**
     * IEEE half precision inside the kernels; inputs and results of a part stay fp32. Finer than bfloat16 by eight, and without
     * numbers above 65504.
     */
    FP16
}

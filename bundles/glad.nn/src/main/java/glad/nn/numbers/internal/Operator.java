package glad.nn.numbers.internal;

/** The operators of {@code operators.py}. */
public enum Operator {
    CONVOLUTION,
    ONEDNN_CONVOLUTION,
    UNFOLDED_CONVOLUTION,
    DEPTHWISE_CONVOLUTION,
    LINEAR,
    BATCHED_PRODUCT,
    ADDED_PRODUCT,
    SOFTMAX,
    LAYER_NORM,
    GROUP_NORM,
    BATCH_NORM,
    ATTENTION,
    FUSED_ATTENTION,
    NEAREST,
    BILINEAR,
    BICUBIC,
    BICUBIC_ALIGNED,
    GELU,
    SILU
}

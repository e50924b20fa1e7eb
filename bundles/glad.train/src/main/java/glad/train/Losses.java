package glad.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import glad.nn.Kernel;
import glad.nn.Kernels;
import java.util.Map;

/** The plain losses of box tracking. Gradients flow to the first argument. */
public final class Losses {

    /**
     * A loss over boxes.
     *
     * @param loss scalar, the mean of {@code 1 - each}
     * @param each (B) the generalised overlap of each pair
     * @param iou (B) the plain overlap of each pair
     */
    public record BoxLoss(NDArray loss, NDArray each, NDArray iou) {}

    private final Kernel focal;
    private final Kernel plainFocal;
    private final Kernel giou;
    private final Kernel ciou;

    /** Makes the losses; their kernels are freed with the manager. */
    public Losses(NDManager manager) {
        Kernels kernels = new Kernels(manager);
        focal = kernels.get(Losses.class, "score_focal.py", Map.of("EPSILON", 1e-6));
        plainFocal = kernels.get(Losses.class, "score_focal.py", Map.of("EPSILON", 0.0));
        giou = kernels.get(Losses.class, "box_giou.py", Map.of());
        ciou = kernels.get(Losses.class, "box_ciou.py", Map.of());
    }

    /**
     * Penalty-reduced focal loss with alpha 2 and beta 4 (Law and Deng, "CornerNet", ECCV 2018), divided by the number of
     * cells where the target is exactly 1 (or not divided if there are none); with 1e-6 added inside the logarithm of empty
     * cells, as GLAD has it.
     *
     * @param score (B, 1, N, N) fp32 in (0, 1)
     * @param target (B, 1, N, N) fp32 from {@link HeatMap}
     * @return a scalar
     */
    public NDArray focal(NDArray score, NDArray target) {
        return focal.one(true, score, target);
    }

    /** The same without the 1e-6, as ATCTrack has it; the score must be below 1. */
    public NDArray plainFocal(NDArray score, NDArray target) {
        return plainFocal.one(true, score, target);
    }

    /**
     * Generalised IoU (Rezatofighi et al., CVPR 2019).
     *
     * @param predicted (B, 4) fp32 left, top, right, bottom
     * @param groundTruth (B, 4) fp32
     */
    public BoxLoss giou(NDArray predicted, NDArray groundTruth) {
        return boxes(giou, predicted, groundTruth);
    }

    /**
     * Complete IoU (Zheng et al., AAAI 2020), with the aspect term only where the IoU is above 0.5 and the result clamped to
     * [-1, 1], as in the official implementation.
     *
     * @param predicted (B, 4) fp32 left, top, right, bottom
     * @param groundTruth (B, 4) fp32
     */
    public BoxLoss ciou(NDArray predicted, NDArray groundTruth) {
        return boxes(ciou, predicted, groundTruth);
    }

    private static BoxLoss boxes(Kernel kernel, NDArray predicted, NDArray groundTruth) {
        NDArray[] results = kernel.many(true, predicted, groundTruth);
        return new BoxLoss(results[0], results[1], results[2]);
    }

    /** Returns the mean absolute difference, a scalar. */
    public NDArray l1(NDArray predicted, NDArray groundTruth) {
        return predicted.sub(groundTruth).abs().mean();
    }
}

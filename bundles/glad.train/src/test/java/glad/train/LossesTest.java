package glad.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossesTest {

    private final NDManager manager = Torch.manager();
    private final Goldens goldens = Goldens.resource("losses.safetensors", manager);
    private final Losses losses = new Losses(manager);

    @AfterEach
    void close() {
        goldens.close();
        manager.close();
    }

    @Test
    void heatMapsEqualTheOfficialOnes() {
        for (String grid : new String[] {"256_16", "384_16", "336_14"}) {
            NDArray expected = goldens.get("heatmap." + grid + ".out");
            int side = (int) expected.getShape().get(2);
            float[] boxes = goldens.get("heatmap." + grid + ".boxes_xywh").toFloatArray();
            float[] maps = new float[boxes.length / 4 * side * side];
            for (int i = 0; i < boxes.length / 4; i++) {
                float x = boxes[4 * i];
                float y = boxes[4 * i + 1];
                float w = boxes[4 * i + 2];
                float h = boxes[4 * i + 3];
                HeatMap.draw(maps, i * side * side, side, x + w / 2, y + h / 2, w, h);
            }
            goldens.assertClose("heatmap." + grid + ".out", manager.create(maps, expected.getShape()), 1e-6);
        }
    }

    @Test
    void heatMapsHaveTheOfficialRadiiAndCentres() {
        for (String grid : new String[] {"256_16", "384_16", "336_14"}) {
            int side = (int) goldens.get("heatmap." + grid + ".out").getShape().get(2);
            float[] boxes = goldens.get("heatmap." + grid + ".boxes_xywh").toFloatArray();
            float[] radii = goldens.get("heatmap." + grid + ".radius_float").toFloatArray();
            long[] cells = goldens.get("heatmap." + grid + ".radius_int").toLongArray();
            float[] centres = goldens.get("heatmap." + grid + ".center_int").toFloatArray();
            for (int i = 0; i < radii.length; i++) {
                double radius = HeatMap.radius(boxes[4 * i + 2] * side, boxes[4 * i + 3] * side);
                assertEquals(radii[i], radius, 1e-5 * Math.max(1, radii[i]), grid + " box " + i);
                float[] map = new float[side * side];
                double cx = boxes[4 * i] + boxes[4 * i + 2] / 2;
                double cy = boxes[4 * i + 1] + boxes[4 * i + 3] / 2;
                HeatMap.draw(map, 0, side, cx, cy, boxes[4 * i + 2], boxes[4 * i + 3]);
                int x = (int) centres[2 * i];
                int y = (int) centres[2 * i + 1];
                for (int cell = 0; cell < map.length; cell++) {
                    boolean within = Math.abs(cell % side - x) <= cells[i] && Math.abs(cell / side - y) <= cells[i];
                    assertEquals(within, map[cell] > 0, grid + " box " + i + " cell " + cell);
                }
            }
        }
    }

    @Test
    void equalBoxesHaveNoCompleteOverlapAndFarOnesOneAboveMinusOne() {
        NDArray boxes = goldens.get("iou.a_xyxy").get("0:4");
        assertEquals(goldens.get("ciou.identical_loss_nan").getFloat(), losses.ciou(boxes, boxes).loss().getFloat());
        goldens.assertClose("ciou.far_each_clamped", losses.ciou(boxes, boxes.add(5)).each(), 1e-6);
    }

    @Test
    void focalLossAndItsGradientEqualTheOfficialOnes() {
        NDArray target = goldens.get("heatmap.256_16.out").expandDims(1);
        NDArray score = goldens.get("focal.pred");
        NDArray loss = backward(score, target, losses::focal);
        // Values up to 170 and gradients up to 5000: the tolerances are those of fp32.
        goldens.assertClose("focal.loss", loss, 1e-4);
        goldens.assertClose("focal.grad_pred", score.getGradient(), 5e-3);
        NDArray few = goldens.get("focal.pred").get("0:2");
        assertEquals(goldens.get("focal.loss_no_positive").getFloat(),
                losses.focal(few, few.zerosLike()).getFloat(), 1e-3);
    }

    @Test
    void overlapLossesAndTheirGradientsEqualTheOfficialOnes() {
        NDArray truth = goldens.get("iou.b_xyxy");
        for (String kind : new String[] {"giou", "ciou"}) {
            NDArray boxes = goldens.get("iou.a_xyxy");
            Losses.BoxLoss[] result = new Losses.BoxLoss[1];
            NDArray loss = backward(boxes, truth, (a, b) -> {
                result[0] = kind.equals("giou") ? losses.giou(a, b) : losses.ciou(a, b);
                return result[0].loss();
            });
            goldens.assertClose(kind + ".loss", loss, 1e-5);
            goldens.assertClose(kind + ".each", result[0].each(), 1e-5);
            goldens.assertClose(kind + ".iou", result[0].iou(), 1e-5);
            goldens.assertClose(kind + ".grad", boxes.getGradient(), 1e-5);
        }
    }

    @Test
    void absoluteDifferenceEqualsTheOfficialOne() {
        NDArray boxes = goldens.get("iou.a_xyxy");
        goldens.assertClose("l1.loss", backward(boxes, goldens.get("iou.b_xyxy"), losses::l1), 1e-6);
        goldens.assertClose("l1.grad", boxes.getGradient(), 1e-6);
    }

    private static NDArray backward(NDArray x, NDArray target, BiFunction<NDArray, NDArray, NDArray> loss) {
        x.setRequiresGradient(true);
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray value = loss.apply(x, target);
            collector.backward(value);
            return value;
        }
    }
}

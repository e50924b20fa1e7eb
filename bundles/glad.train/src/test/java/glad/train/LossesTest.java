package glad.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Box;
import glad.api.model.Head;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.api.options.Options;
import glad.nn.Torch;
import glad.testing.FixedPart;
import glad.testing.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        NDArray groundTruth = goldens.get("iou.b_xyxy");
        for (String kind : new String[] {"giou", "ciou"}) {
            NDArray boxes = goldens.get("iou.a_xyxy");
            Losses.BoxLoss[] result = new Losses.BoxLoss[1];
            NDArray loss = backward(boxes, groundTruth, (a, b) -> {
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

    @Test
    void theTrackersLossAndItsGradientsEqualTheOfficialActors() {
        NDArray score = goldens.get("actor.score_map");
        NDArray found = goldens.get("actor.pred_cxcywh");
        NDArray[] terms = official(score, found, 24);
        // The last rows of the golden are of single-precision sums.
        double[] status = Goldens.doubles(goldens.get("actor.status_total_ciou_l1_location_iou"));
        assertEquals(goldens.get("actor.loss").getFloat(), terms[0].getFloat(), 2e-4);
        assertEquals(status[0], terms[0].getFloat(), 2e-4);
        assertEquals(status[1], terms[3].getFloat(), 1e-5, "ciou");
        assertEquals(status[2], terms[2].getFloat(), 1e-6, "l1");
        assertEquals(status[3], terms[1].getFloat(), 2e-4, "focal");
        assertEquals(status[4], terms[4].getFloat(), 1e-6, "iou");
        goldens.assertClose("actor.grad_pred", found.getGradient(), 1e-6);
        goldens.assertClose("actor.grad_score", score.getGradient(), 2e-3); // up to 212: a hundred thousandth of it
    }

    @Test
    void piecesOfABatchGiveTheGradientsOfTheWhole() {
        NDArray score = goldens.get("actor.score_map");
        NDArray found = goldens.get("actor.pred_cxcywh");
        NDArray[] terms = official(score, found, 7);
        assertEquals(goldens.get("actor.loss").getFloat(), terms[0].getFloat(), 5e-4);
        goldens.assertClose("actor.grad_pred", found.getGradient(), 1e-6);
        goldens.assertClose("actor.grad_score", score.getGradient(), 2e-3);
    }

    /** Runs the official loss over the actor's inputs in pieces; returns the weighted sums of what they gave. */
    private NDArray[] official(NDArray score, NDArray found, int piece) {
        Options weights = weights("official", 1, 5, 2, "ciou");
        TrackerLoss loss = new TrackerLoss(weights, new Maps(16, 16), manager);
        assertEquals(List.of("focal", "l1", "overlap", "iou"), loss.terms());
        TrackerLoss.GroundTruth groundTruth = loss.groundTruth(boxes(goldens.get("actor.gt_xywh")));
        NDArray[] sums = new NDArray[5];
        score.setRequiresGradient(true);
        found.setRequiresGradient(true);
        for (int from = 0; from < 24; from += piece) {
            int to = Math.min(24, from + piece);
            String range = from + ":" + to;
            try (GradientCollector collector = Torch.engine().newGradientCollector()) {
                NDArray[] values = loss.of(new Prediction(found.get(range).reshape(to - from, 4), null, score.get(range), null,
                        null), groundTruth, from, to);
                collector.backward(values[0].mul((to - from) / 24f));
                for (int i = 0; i < sums.length; i++) {
                    NDArray part = values[i].stopGradient().mul((to - from) / 24f);
                    sums[i] = sums[i] == null ? part : sums[i].add(part);
                }
            }
        }
        return sums;
    }

    @Test
    void theDenseLossDecodesAsTheHeadDoes() {
        // One target in the middle of a map of 24 cells that is decoded as if it had 27 a side, as L384 does.
        Box box = new Box(0.4, 0.4, 0.2, 0.2);
        Options weights = weights("dense", 1, 5, 2, "giou");
        for (int side : new int[] {24, 27}) {
            TrackerLoss loss = new TrackerLoss(weights, new Maps(24, side), manager);
            float[] size = new float[2 * 576];
            float[] offset = new float[2 * 576];
            for (int i = 0; i < 576; i++) {
                size[i] = size[576 + i] = 0.2f;
                // What makes the decoded centre the true one.
                offset[i] = (float) (box.cx() * side - i % side);
                offset[576 + i] = (float) (box.cy() * side - i / side);
            }
            Shape map = new Shape(1, 1, 24, 24);
            NDArray[] terms = loss.of(new Prediction(manager.create(new float[] {0.5f, 0.5f, 0.2f, 0.2f}, new Shape(1, 4)), null,
                    manager.full(map, 0.1f), manager.create(size, new Shape(1, 2, 24, 24)),
                    manager.create(offset, new Shape(1, 2, 24, 24))), loss.groundTruth(List.of(box)), 0, 1);
            assertEquals(0, terms[2].getFloat(), 1e-6, "l1 with side " + side);
            assertEquals(0, terms[3].getFloat(), 1e-5, "overlap with side " + side);
            assertEquals(1, terms[4].getFloat(), 1e-5, "iou with side " + side);
        }
    }

    @Test
    void aTargetAtTheBorderCountsAsMuchAsOneInTheMiddle() {
        Options weights = weights("dense", 0, 1, 0, "giou");
        TrackerLoss loss = new TrackerLoss(weights, new Maps(16, 16), manager);
        List<Box> targets = List.of(new Box(0.4, 0.4, 0.2, 0.2), new Box(-0.1, -0.1, 0.2, 0.2));
        NDArray size = manager.full(new Shape(2, 2, 16, 16), 0.3f);
        size.setRequiresGradient(true);
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            collector.backward(loss.of(new Prediction(manager.zeros(new Shape(2, 4)), null,
                    manager.full(new Shape(2, 1, 16, 16), 0.1f), size, manager.zeros(new Shape(2, 2, 16, 16))),
                    loss.groundTruth(targets), 0, 2)[0]);
        }
        // Without an overlap's weight the gradient on a size is its cell's weight: one half for each of the two targets.
        NDArray gradient = size.getGradient();
        double middle = gradient.get(0).abs().sum().getFloat();
        assertEquals(2 * 0.25 * 0.5, middle, 1e-6);
        assertEquals(middle, gradient.get(1).abs().sum().getFloat(), 1e-6);
    }

    static List<String> contextLosses() {
        return Goldens.found("context", "losses(_held)?\\.safetensors");
    }

    @ParameterizedTest
    @MethodSource("contextLosses")
    void focalLossWithoutTheEpsilonIsThatOfAtcTrack(String name) {
        try (Goldens context = Goldens.shared(name, manager)) {
            NDArray score = context.get("in.score");
            int side = (int) score.getShape().get(3);
            float[] boxes = context.get("in.gt_xywh").toFloatArray();
            float[] maps = new float[boxes.length / 4 * side * side];
            for (int i = 0; i < boxes.length / 4; i++) {
                HeatMap.draw(maps, i * side * side, side, boxes[4 * i] + boxes[4 * i + 2] / 2, boxes[4 * i + 1] + boxes[4 * i + 3] / 2,
                        boxes[4 * i + 2], boxes[4 * i + 3]);
            }
            NDArray heat = manager.create(maps, score.getShape());
            context.assertClose("out.heat", heat, 1e-6);
            NDArray loss = backward(score, heat, losses::plainFocal);
            context.assertClose("out.focal", loss, 1e-3); // of 153
            double largest = context.get("out.focal_grad").abs().max().getFloat();
            context.assertClose("out.focal_grad", score.getGradient(), 1e-5 * largest);
        }
    }

    @ParameterizedTest
    @MethodSource("contextLosses")
    void generalisedIouOfBoxesIsThatOfAtcTrack(String name) {
        try (Goldens context = Goldens.shared(name, manager)) {
            NDArray groundTruth = corners(boxes(context.get("in.gt_xywh")));
            NDArray found = context.get("in.pred_cxcywh");
            NDArray half = found.get(":, 2:4").div(2);
            Losses.BoxLoss loss = losses.giou(found.get(":, 0:2").sub(half).concat(found.get(":, 0:2").add(half), 1), groundTruth);
            context.assertClose("out.giou_loss", loss.loss(), 1e-5);
            context.assertClose("out.iou", loss.iou(), 1e-6);
        }
    }

    private NDArray corners(List<Box> boxes) {
        float[] values = new float[4 * boxes.size()];
        for (int i = 0; i < boxes.size(); i++) {
            Box b = boxes.get(i);
            double[] corners = {b.x(), b.y(), b.x() + b.w(), b.y() + b.h()};
            for (int j = 0; j < 4; j++) {
                values[4 * i + j] = (float) corners[j];
            }
        }
        return manager.create(values, new Shape(boxes.size(), 4)).clip(0, 1);
    }

    private static List<Box> boxes(NDArray xywh) {
        float[] v = xywh.toFloatArray();
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < v.length; i += 4) {
            boxes.add(new Box(v[i], v[i + 1], v[i + 2], v[i + 3]));
        }
        return boxes;
    }

    /** A head of which only the sides of its maps are known. */
    private record Maps(int mapSide, int decodeSide) implements Head, FixedPart {

        @Override
        public Prediction forward(Tokens tokens, NDArray template, NDArray window) {
            throw new UnsupportedOperationException();
        }
    }

    private static NDArray backward(NDArray x, NDArray target, BiFunction<NDArray, NDArray, NDArray> loss) {
        x.setRequiresGradient(true);
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
            NDArray value = loss.apply(x, target);
            collector.backward(value);
            return value;
        }
    }

    private static Options weights(String loss, double focal, double l1, double overlap, String iou) {
        return new TrackerStageFactory().options().read("the test", JsonNodeFactory.instance.objectNode().put("loss", loss).put("focal", focal)
                .put("l1", l1).put("overlap", overlap).put("iou", iou));
    }
}

package glad.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.Image;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CropGeometryTest {

    @Test
    void clippedBoxesAreTheOfficialOnes() {
        try (NDManager manager = Torch.manager(); Goldens boxes = Goldens.resource("prep/boxes.safetensors", manager)) {
            double[] in = Goldens.doubles(boxes.get("clip.in"));
            for (int margin : new int[] {10, 0}) {
                List<Box> clipped = new ArrayList<>();
                for (int i = 0; i < in.length; i += 4) {
                    clipped.add(CropGeometry.clip(box(in, i), 320, 240, margin));
                }
                String name = "clip.out_H240_W320_m" + margin;
                Goldens.assertClose(name, Goldens.doubles(boxes.get(name)), flat(clipped), 0);
            }
        }
    }

    @Test
    void withTheSmallestMarginEveryBoxCanBeCropped() {
        Image frame = new Image(32, 24, new byte[32 * 24 * 3]);
        double[] places = {-1e6, -5, -0.25, 0, 0.25, 12, 23.9, 24, 31.75, 32, 40, 1e6};
        for (double x : places) {
            for (double y : places) {
                for (double side : new double[] {0, 1e-9, 0.3, 20, 1e6}) {
                    Box box = CropGeometry.clip(new Box(x, y, side, side / 2), 32, 24, 1);
                    assertTrue(box.w() >= 1 && box.h() >= 1 && box.x() >= 0 && box.y() >= 0 && box.x() <= 31 && box.y() <= 23, box.toString());
                    assertEquals(8, new Crop(2, 8, Crop.Padding.BLACK).of(frame, box).image().width());
                }
            }
        }
    }

    @Test
    void boxesComeBackToTheFrameAsInTheOfficialTracker() {
        try (NDManager manager = Torch.manager(); Goldens boxes = Goldens.resource("prep/boxes.safetensors", manager)) {
            double[] state = Goldens.doubles(boxes.get("map.state"));
            double[] predicted = Goldens.doubles(boxes.get("map.pred_cxcywh"));
            double[] factor = Goldens.doubles(boxes.get("map.resize_factor"));
            List<Box> mapped = new ArrayList<>();
            for (int i = 0; i < factor.length; i++) {
                CropGeometry geometry = new CropGeometry(box(state, 4 * i), 0, 0, 1, 256, factor[i]);
                Box p = box(predicted, 4 * i);
                mapped.add(geometry.toFrame(p.x(), p.y(), p.w(), p.h()));
            }
            for (String name : List.of("map.out_xywh", "map.out_batch_xywh")) {
                Goldens.assertClose(name, Goldens.doubles(boxes.get(name)), flat(mapped), 1e-12);
            }
        }
    }

    @Test
    void boxesByCentreByCornersAndBySizeAreTheOfficialOnes() {
        try (NDManager manager = Torch.manager(); Goldens boxes = Goldens.resource("prep/boxes.safetensors", manager)) {
            double[] in = Goldens.doubles(boxes.get("conv.in"));
            List<Box> corners = new ArrayList<>();
            List<Box> ends = new ArrayList<>();
            List<Box> sizes = new ArrayList<>();
            List<Box> centres = new ArrayList<>();
            for (int i = 0; i < in.length; i += 4) {
                Box given = box(in, i);
                Box round = Box.centred(given.x(), given.y(), given.w(), given.h());
                corners.add(new Box(round.x(), round.y(), round.x() + round.w(), round.y() + round.h()));
                ends.add(new Box(given.x(), given.y(), given.x() + given.w(), given.y() + given.h()));
                Box between = new Box(given.x(), given.y(), given.w() - given.x(), given.h() - given.y());
                sizes.add(between);
                centres.add(new Box(between.cx(), between.cy(), between.w(), between.h()));
            }
            Goldens.assertClose("centre", Goldens.doubles(boxes.get("conv.cxcywh_to_xyxy")), flat(corners), 1e-6);
            Goldens.assertClose("ends", Goldens.doubles(boxes.get("conv.xywh_to_xyxy")), flat(ends), 1e-6);
            Goldens.assertClose("size", Goldens.doubles(boxes.get("conv.xyxy_to_xywh")), flat(sizes), 1e-6);
            Goldens.assertClose("back", Goldens.doubles(boxes.get("conv.xyxy_to_cxcywh")), flat(centres), 1e-6);
        }
    }

    private static Box box(double[] values, int at) {
        return new Box(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }

    private static double[] flat(List<Box> boxes) {
        return boxes.stream().flatMapToDouble(b -> DoubleStream.of(b.x(), b.y(), b.w(), b.h())).toArray();
    }
}

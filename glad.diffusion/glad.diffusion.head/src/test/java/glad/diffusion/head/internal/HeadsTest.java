package glad.diffusion.head.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import glad.api.model.PartContext;
import glad.api.model.Precision;
import glad.api.model.Prediction;
import glad.api.model.Tokens;
import glad.nn.LayerContext;
import glad.nn.Torch;
import glad.testing.DetFill;
import glad.testing.Goldens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void centerHeadComputesWhatTheOfficialOneComputes() {
        try (CenterHead head = center(48, 8, 32, 0); Goldens goldens = Goldens.resource("center_head.safetensors", manager)) {
            DetFill.fill(head.parameters(), "head.");
            Tokens tokens = tokens(goldens.get("in.feat"));
            Prediction plain = head.forward(tokens, null, null);
            goldens.assertClose("out.score_map", plain.score(), 1e-5);
            goldens.assertClose("out.size_map", plain.size(), 1e-5);
            goldens.assertClose("out.offset_map", plain.offset(), 1e-5);
            goldens.assertClose("out.bbox", plain.boxes(), 1e-5);
            Prediction windowed = head.forward(tokens, null, goldens.get("out.hann8"));
            goldens.assertClose("out.bbox_hann", windowed.boxes(), 1e-5);
            goldens.assertClose("out.max_score_hann", windowed.confidence().expandDims(1), 1e-5);
            goldens.assertClose("out.score_map", windowed.score(), 1e-5);
        }
    }

    @Test
    void theBestCellOfAGivenMapDecidesAndTheFirstOfEqualsWins() {
        try (CenterHead head = center(48, 8, 32, 0); Goldens goldens = Goldens.resource("center_head.safetensors", manager)) {
            NDArray size = goldens.get("out.size_map");
            NDArray offset = goldens.get("out.offset_map");
            goldens.assertClose("out.bbox_gtmap",
                    head.decode(goldens.get("in.gt_score").expandDims(1), size, offset, null).boxes(), 1e-6);
            goldens.assertClose("out.tie_bbox",
                    head.decode(goldens.get("in.tie_score"), size.get(":2"), offset.get(":2"), null).boxes(), 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"27, asshipped27", "0, feat24"})
    void decodesWithAnotherSideThanTheMapsWhereAsked(int side, String golden) {
        try (CenterHead head = center(48, 24, 32, side); Goldens goldens = Goldens.resource("center_head.safetensors", manager)) {
            NDArray score = goldens.get("in.l384.score");
            NDArray size = goldens.get("in.l384.size");
            NDArray offset = goldens.get("in.l384.offset");
            goldens.assertClose("out.l384.bbox_" + golden, head.decode(score, size, offset, null).boxes(), 1e-6);
            goldens.assertClose("out.l384.bbox_hann_" + golden, head.decode(score, size, offset, hann(24)).boxes(), 1e-6);
        }
    }

    @Test
    void cornerHeadComputesWhatTheOfficialOneComputes() {
        try (CornerHead head = new CornerHead(context(Precision.FP32), 48, 8, 32);
                Goldens goldens = Goldens.resource("corner_head.safetensors", manager)) {
            DetFill.fill(head.parameters(), "head.");
            Prediction found = head.forward(tokens(goldens.get("in.feat")), null, null);
            NDArray center = found.boxes().get(":, :2");
            NDArray half = found.boxes().get(":, 2:").div(2);
            goldens.assertClose("out.box_xyxy", center.sub(half).concat(center.add(half), 1), 1e-5);
            NDArray softmax = goldens.get("out.score_tl").reshape(3, 64).softmax(1).reshape(3, 1, 8, 8);
            Goldens.assertClose("softmax of score_tl", Goldens.doubles(softmax),
                    Goldens.doubles(found.score().get(":, :1")), 1e-6);
            assertEquals(new Shape(3, 2, 8, 8), found.score().getShape());
        }
    }

    private CenterHead center(int width, int side, int channels, int decodeSide) {
        return new CenterHead(context(Precision.FP32),
                new CenterHead.Size(width, side, side / 2, channels, decodeSide, false, 0));
    }

    /** The tracker's window: a Hann window of side + 2 points without its zero ends, in both directions. */
    private NDArray hann(int side) {
        float[] values = new float[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                values[y * side + x] = (float) (0.25 * (1 - Math.cos(2 * Math.PI * (x + 1) / (side + 1)))
                        * (1 - Math.cos(2 * Math.PI * (y + 1) / (side + 1))));
            }
        }
        return manager.create(values, new Shape(1, 1, side, side));
    }

    private static Tokens tokens(NDArray map) {
        return new Tokens(null, map.reshape(map.getShape().get(0), map.getShape().get(1), -1).transpose(0, 2, 1), null);
    }

    private LayerContext context(Precision precision) {
        return new LayerContext(new PartContext(manager, precision, 3));
    }
}

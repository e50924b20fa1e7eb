package glad.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import glad.api.Box;
import glad.api.Image;
import glad.api.model.DiffusionNoise;
import glad.api.model.Parameter;
import glad.api.model.Prediction;
import glad.api.model.Template;
import glad.api.model.TextFeatures;
import glad.api.model.Tokens;
import glad.media.Crop;
import glad.media.Cropped;
import glad.media.ImageFile;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole tiny pipeline of real parts against the official implementation. */
class GoldenTrackTest {

    private static final List<Box> STARTS =
            List.of(new Box(60, 40, 34, 26), new Box(150.4, 101.7, 30.2, 41.9), new Box(60, 40, 34, 26));
    private static final double[] FACTORS = {4, 4, 2.5};
    private static final String SENTENCE = "a red box";

    private static NDManager manager;
    private static Model model;

    @BeforeAll
    static void compose() {
        manager = Torch.manager();
        model = TinyGlad.golden();
    }

    @AfterAll
    static void close() {
        model.close();
        manager.close();
    }

    @Test
    void onePassThroughAllPartsGivesTheOfficialMapsAndBox() {
        try (NDManager scope = manager.newSubManager();
                Model fresh = TinyGlad.golden();
                Goldens goldens = Goldens.resource("glad_end_to_end.safetensors", scope)) {
            NDArray whole = scope.create(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new Shape(1, 4));
            DiffusionNoise noise =
                    new DiffusionNoise(goldens.get("in.noise_posterior"), goldens.get("in.noise_diffusion"));
            TextFeatures words = fresh.text().encode(List.of(SENTENCE), scope);
            TargetState target =
                    fresh.pass().target(new Template(goldens.get("in.template"), whole), words, fresh.nullText(), noise, new StageTimes());
            NDArray search = goldens.get("in.search");
            Tokens seen = fresh.backbone().forward(target.template(), search);
            goldens.assertClose("out.enc_template", seen.template(), 1e-5);
            goldens.assertClose("out.enc_search", seen.search(), 1e-5);
            Tokens fused = fresh.fusion().forward(seen, target.cues());
            // Guidance multiplies the rounding of the feature maps by eight: 1e-3 of their spread is allowed there.
            goldens.assertClose("out.norm_output",
                    NDArrays.concat(new NDList(fused.template(), fused.search()), 1), 2e-5);
            Prediction prediction = fresh.pass().predict(target, search, null, new StageTimes());
            goldens.assertClose("out.score_map", prediction.score(), 1e-5);
            goldens.assertClose("out.size_map", prediction.size(), 1e-5);
            goldens.assertClose("out.offset_map", prediction.offset(), 1e-5);
            goldens.assertClose("out.pred_boxes", prediction.boxes().reshape(1, 1, 4), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void tracksTwelveFramesAsTheOfficialTrackerDoes(int run) throws IOException {
        TrackerSettings settings = new TrackerSettings(2, FACTORS[run], 10, true, Crop.Padding.BLACK, 0, false);
        try (NDManager scope = manager.newSubManager();
                Goldens goldens = Goldens.resource("track.safetensors", scope);
                Session session = new Session(model, settings, 0)) {
            override(goldens, "run" + run + ".override.");
            Box start = STARTS.get(run);
            Image first = frame(run, 0);
            NDArray template = ModelInputs.images(scope, new Crop(2, 128).of(first, start).image());
            goldens.assertClose("run" + run + ".template", template.get(new NDIndex(":, :, ::4, ::4")), 1e-5);
            NDArray expected = goldens.get("run" + run + ".boxes_xywh");
            Box box = session.start(first, start, SENTENCE,
                    new DiffusionNoise(goldens.get("noise_posterior"), goldens.get("noise_diffusion"))).box();
            assertBox(expected, 0, box);
            long[] saved = goldens.get("run" + run + ".boxes_saved_int").toLongArray();
            for (int i = 1; i < 12; i++) {
                String name = "run%d.f%02d.".formatted(run, i);
                Image image = frame(run, i);
                Cropped crop = new Crop(FACTORS[run], 64).of(image, box);
                assertArrayEquals(goldens.get(name + "crop_u8_hwc").toIntArray(), unsigned(crop.image()), name);
                assertEquals(goldens.get(name + "resize_factor").toDoubleArray()[0], crop.geometry().resizeFactor());
                Prediction prediction = session.predict(scope, crop.image());
                goldens.assertClose(name + "score_map", prediction.score(), 1e-5);
                goldens.assertClose(name + "size_map", prediction.size(), 1e-5);
                goldens.assertClose(name + "offset_map", prediction.offset(), 1e-5);
                box = session.next(image).box();
                assertBox(expected, i, box);
                // What the official results files hold: cut towards zero.
                assertArrayEquals(Arrays.copyOfRange(saved, 4 * i, 4 * i + 4),
                        new long[] {(long) box.x(), (long) box.y(), (long) box.w(), (long) box.h()}, "frame " + i);
            }
        }
    }

    private static void override(Goldens goldens, String prefix) {
        for (Parameter parameter : model.parameters(PartKind.HEAD)) {
            if (goldens.has(prefix + parameter.name())) {
                parameter.assign(goldens.get(prefix + parameter.name()));
            }
        }
    }

    private static void assertBox(NDArray expected, int frame, Box box) {
        double[] wanted = expected.get(frame).toDoubleArray();
        assertArrayEquals(wanted, new double[] {box.x(), box.y(), box.w(), box.h()}, 1e-3, "frame " + frame);
    }

    private static int[] unsigned(Image image) {
        int[] values = new int[image.rgb().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.rgb()[i] & 0xff;
        }
        return values;
    }

    private static Image frame(int run, int index) throws IOException {
        String name = "/goldens/track/run%d/%04d.png".formatted(run, index);
        try (InputStream in = GoldenTrackTest.class.getResourceAsStream(name)) {
            return ImageFile.decode(in.readAllBytes(), name);
        }
    }
}

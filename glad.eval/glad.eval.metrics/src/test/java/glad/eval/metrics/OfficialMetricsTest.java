package glad.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import glad.api.Box;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty random walks per dataset, measured by the official implementation. */
class OfficialMetricsTest {

    private static final int SEQUENCES = 20;

    @Test
    void agreesWithTheOfficialFiguresForOtb() {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("metrics-otb.safetensors", manager)) {
            check(goldens, "otb");
            assertArrayEquals(doubles(goldens, "threshold_overlap"), new Success().curve(still()).thresholds());
            assertArrayEquals(doubles(goldens, "threshold_center"), new Precision().curve(still()).thresholds());
            assertArrayEquals(
                    doubles(goldens, "threshold_center_norm"), new NormalisedPrecision().curve(still()).thresholds());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tnl2k", "got10k", "trackingnet", "lasot"})
    void agreesWithTheOfficialFiguresFor(String dataset) {
        try (NDManager manager = Torch.manager();
                Goldens goldens = Goldens.shared("prep/metrics.safetensors", manager)) {
            check(goldens, dataset);
        }
    }

    private static void check(Goldens goldens, String dataset) {
        List<Track> tracks = IntStream.range(0, SEQUENCES).mapToObj(i -> track(goldens, dataset, i)).toList();
        for (int i = 0; i < SEQUENCES; i++) {
            String name = "%s.%02d.".formatted(dataset, i);
            FrameErrors errors = FrameErrors.of(tracks.get(i));
            assertArrayEquals(doubles(goldens, name + "err_overlap"), errors.overlap(), 1e-6, name + "err_overlap");
            assertArrayEquals(doubles(goldens, name + "err_center"), errors.centre(), 1e-4, name + "err_center");
            assertArrayEquals(doubles(goldens, name + "err_center_norm"), errors.normalised(), 1e-5, name + "norm");
            double[] valid = doubles(goldens, name + "valid");
            for (int f = 0; f < valid.length; f++) {
                assertEquals(valid[f] != 0, errors.valid()[f], name + "valid " + f);
            }
        }
        curves(goldens, dataset + ".seq_success", new Success(), tracks);
        curves(goldens, dataset + ".seq_prec", new Precision(), tracks);
        curves(goldens, dataset + ".seq_normprec", new NormalisedPrecision(), tracks);
        double[] figures = doubles(goldens, dataset + ".AUC_OP50_OP75_Prec_NormPrec");
        Curve success = Curve.mean(tracks.stream().map(new Success()::curve).toList());
        assertEquals(figures[0], new Success().measure(tracks), 1e-4, "AUC");
        assertEquals(figures[1], 100 * success.values()[10], 1e-4, "OP50");
        assertEquals(figures[2], 100 * success.values()[15], 1e-4, "OP75");
        assertEquals(figures[3], new Precision().measure(tracks), 1e-4, "precision");
        assertEquals(figures[4], new NormalisedPrecision().measure(tracks), 1e-4, "normalised precision");
    }

    private static void curves(Goldens goldens, String name, Metric metric, List<Track> tracks) {
        double[] expected = doubles(goldens, name);
        int points = expected.length / tracks.size();
        for (int i = 0; i < tracks.size(); i++) {
            double[] curve = metric.curve(tracks.get(i)).values();
            for (int p = 0; p < points; p++) {
                assertEquals(expected[i * points + p], curve[p], name + " sequence " + i + " point " + p);
            }
        }
    }

    private static Track still() {
        List<Box> box = List.of(new Box(0, 0, 10, 10));
        return new Track("still", box, box, List.of(), List.of());
    }

    private static Track track(Goldens goldens, String dataset, int index) {
        String name = "%s.%02d.".formatted(dataset, index);
        List<Boolean> visible = new ArrayList<>();
        if (goldens.has(name + "visible")) {
            for (double value : doubles(goldens, name + "visible")) {
                visible.add(value != 0);
            }
        }
        return new Track(name, boxes(goldens, name + "gt_xywh"), boxes(goldens, name + "pred_xywh"), visible, List.of());
    }

    private static List<Box> boxes(Goldens goldens, String name) {
        double[] v = doubles(goldens, name);
        return IntStream.range(0, v.length / 4)
                .mapToObj(i -> new Box(v[4 * i], v[4 * i + 1], v[4 * i + 2], v[4 * i + 3])).toList();
    }

    private static double[] doubles(Goldens goldens, String name) {
        return Goldens.doubles(goldens.get(name));
    }
}

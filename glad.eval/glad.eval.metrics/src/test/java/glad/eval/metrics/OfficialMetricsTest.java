package glad.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import glad.api.Box;
import glad.api.Boxes;
import glad.api.GladException;
import glad.api.eval.Curve;
import glad.api.eval.FrameErrors;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.nn.Torch;
import glad.testing.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty random walks per dataset, measured by the official implementation. */
class OfficialMetricsTest {

    private static final Map<String, Rules> RULES = Map.of("lasot", Rules.LASOT, "lasot_extension_subset",
            Rules.LASOT_EXTENSION, "uav", Rules.UAV, "vasttrack", Rules.VASTTRACK);

    @Test
    void curvesHaveTheOfficialThresholds() {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("metrics.safetensors", manager)) {
            assertArrayEquals(doubles(goldens, "threshold_overlap"), new Success().curve(still()).thresholds());
            assertArrayEquals(doubles(goldens, "threshold_center"), new DistancePrecision().curve(still()).thresholds());
            assertArrayEquals(
                    doubles(goldens, "threshold_center_norm"), new NormalisedPrecision().curve(still()).thresholds());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"otb", "tnl2k", "got10k", "trackingnet", "lasot", "lasot_extension_subset", "uav"})
    void agreesWithTheOfficialFiguresFor(String dataset) {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("metrics.safetensors", manager)) {
            check(goldens, dataset, false);
            check(goldens, dataset, true);
        }
    }

    @Test
    void agreesWithTheVastTrackEvaluator() {
        try (NDManager manager = Torch.manager(); Goldens goldens = Goldens.resource("metrics.safetensors", manager)) {
            List<Track> tracks = tracks(goldens, "vasttrack", false);
            assertEquals(6, tracks.size());
            frames(goldens, "vasttrack", tracks);
        }
    }

    /** The malformed inputs of the goldens: four frames, one box, and what each dataset's rules make of the damage. */
    @Test
    void takesMalformedInputsAsTheOfficialImplementationDoes() throws IOException {
        JsonNode cases;
        try (InputStream in = OfficialMetricsTest.class.getResourceAsStream("/goldens/metrics.json")) {
            cases = new JsonMapper().readTree(in).get("rules");
        }
        assertEquals(25, cases.size());
        for (JsonNode golden : cases) {
            String name = golden.get("dataset").asText() + ": " + golden.get("case").asText();
            Track track = malformed(golden.get("case").asText(), golden.get("dataset").asText());
            if (golden.get("ok").asBoolean()) {
                FrameErrors errors = track.errors();
                assertArrayEquals(numbers(golden.get("overlap")), errors.overlap(), 1e-6, name);
                assertArrayEquals(numbers(golden.get("center")), errors.centre(), 1e-6, name);
                assertArrayEquals(numbers(golden.get("center_norm")), errors.normalised(), 1e-6, name);
                for (int i = 0; i < 4; i++) {
                    assertEquals(golden.get("valid").get(i).asBoolean(), errors.valid()[i], name + " frame " + i);
                }
            } else {
                assertThrows(GladException.class, track::errors, name);
            }
        }
    }

    private static Track malformed(String damage, String dataset) {
        double[] groundTruth = new double[16];
        double[] predicted = new double[damage.equals("pred shorter") ? 12 : damage.equals("pred longer") ? 20 : 16];
        for (double[] boxes : List.of(groundTruth, predicted)) {
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = i % 4 < 2 ? 10 : 5;
            }
        }
        switch (damage) {
            case "nan in gt" -> Arrays.fill(groundTruth, 8, 12, Double.NaN);
            case "zero gt frame 2" -> Arrays.fill(groundTruth, 10, 12, 0);
            case "nan in pred" -> predicted[8] = Double.NaN;
            case "negative w in pred" -> predicted[10] = -1;
            case "zero-size pred frame 2" -> predicted[10] = 0;
            case "zero-size pred frame 0" -> predicted[2] = 0;
            default -> { }
        }
        boolean known = dataset.equals("lasot") && !damage.equals("lasot without target_visible");
        return new Track(damage, Boxes.of(groundTruth), Boxes.of(predicted),
                known ? Collections.nCopies(4, true) : List.of(), List.of(), RULES.getOrDefault(dataset, Rules.OFFICIAL));
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(v -> v.asText().equals("inf") ? Double.POSITIVE_INFINITY : v.asDouble()).toArray();
    }

    private static void frames(Goldens goldens, String dataset, List<Track> tracks) {
        for (int i = 0; i < tracks.size(); i++) {
            String name = "%s.%02d.".formatted(dataset, i);
            FrameErrors errors = tracks.get(i).errors();
            assertArrayEquals(doubles(goldens, name + "err_overlap"), errors.overlap(), 1e-15, name + "err_overlap");
            assertArrayEquals(doubles(goldens, name + "err_center"), errors.centre(), 1e-12, name + "err_center");
            assertArrayEquals(doubles(goldens, name + "err_center_norm"), errors.normalised(), 1e-12, name + "norm");
            double[] valid = doubles(goldens, name + "valid");
            for (int f = 0; f < valid.length; f++) {
                assertEquals(valid[f] != 0, errors.valid()[f], name + "valid " + f);
            }
        }
    }

    private static List<Track> tracks(Goldens goldens, String dataset, boolean excludeInvalid) {
        return IntStream.iterate(0, i -> goldens.has("%s.%02d.gt_xywh".formatted(dataset, i)), i -> i + 1).mapToObj(i -> track(goldens, dataset, i, excludeInvalid)).toList();
    }

    private static void check(Goldens goldens, String dataset, boolean excludeInvalid) {
        List<Track> tracks = tracks(goldens, dataset, excludeInvalid);
        frames(goldens, dataset, tracks);
        String key = excludeInvalid ? dataset + ".exclude_invalid." : dataset + ".";
        curves(goldens, key, "success", new Success(), tracks);
        curves(goldens, key, "prec", new DistancePrecision(), tracks);
        curves(goldens, key, "normprec", new NormalisedPrecision(), tracks);
        double[] overlaps = tracks.stream().mapToDouble(new MeanOverlap()::measure).map(v -> v / 100).toArray();
        assertArrayEquals(doubles(goldens, key + "avg_overlap"), overlaps, 1e-12);
        double[] figures = doubles(goldens, key + "AUC_OP50_OP75_Prec_NormPrec");
        List<Metric> metrics = List.of(new Success(), new OverlapPrecision50(), new OverlapPrecision75(),
                new DistancePrecision(), new NormalisedPrecision());
        for (int i = 0; i < figures.length; i++) {
            // The official figures are float32.
            assertEquals(figures[i], metrics.get(i).measure(tracks), 1e-6 * figures[i], metrics.get(i).name());
        }
    }

    private static void curves(Goldens goldens, String key, String curveName, Metric metric, List<Track> tracks) {
        String name = key + "seq_" + curveName;
        double[] expected = doubles(goldens, name);
        int points = expected.length / tracks.size();
        for (int i = 0; i < tracks.size(); i++) {
            double[] curve = metric.curve(tracks.get(i)).values();
            for (int p = 0; p < points; p++) {
                assertEquals(expected[i * points + p], curve[p], name + " sequence " + i + " point " + p);
            }
        }
        double[] mean = DoubleStream.of(Curve.mean(tracks.stream().map(metric::curve).toList()).values())
                .map(v -> 100 * v).toArray();
        double[] published = doubles(goldens, key + "curve_" + curveName);
        for (int p = 0; p < points; p++) {
            assertEquals(published[p], mean[p], 1e-6 * published[p], name + " point " + p);
        }
    }

    private static Track still() {
        List<Box> box = List.of(new Box(0, 0, 10, 10));
        return new Track("still", box, box, List.of(), List.of());
    }

    private static Track track(Goldens goldens, String dataset, int index, boolean excludeInvalid) {
        String name = "%s.%02d.".formatted(dataset, index);
        List<Boolean> visible = new ArrayList<>();
        if (goldens.has(name + "visible")) {
            for (double value : doubles(goldens, name + "visible")) {
                visible.add(value != 0);
            }
        }
        Rules rules = RULES.getOrDefault(dataset, Rules.OFFICIAL);
        return new Track(name, Boxes.of(doubles(goldens, name + "gt_xywh")), Boxes.of(doubles(goldens, name + "pred_xywh")),
                visible, List.of(), excludeInvalid ? rules.excludingInvalid() : rules);
    }

    private static double[] doubles(Goldens goldens, String name) {
        return Goldens.doubles(goldens.get(name));
    }
}

package glad.kit;

import glad.api.Box;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Metric.Direction;
import glad.api.eval.Track;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What every metric has to hold: see {@link #of}. */
public final class MetricChecks {

    private static final int FRAMES = 40;

    private MetricChecks() {}

    /**
     * Returns the checks of a metric: that it describes itself, keeps to its range on good, bad and random tracks and on some with
     * absent targets, finds a perfect track no worse than a lost one, gives the same twice, and aggregates.
     */
    public static List<Check> of(Metric metric) {
        return List.of(
                new Check("name, unit and range are said", () -> {
                    Check.that(!metric.name().isBlank() && metric.unit() != null, "name is \"" + metric.name() + "\"; expected a text");
                    Check.that(metric.min() < metric.max(), "the range is " + metric.min() + ".." + metric.max() + "; expected a rising one");
                    Check.that(metric.direction() != null, "direction is null");
                }),
                new Check("values lie in the range, or are NaN", () -> tracks().forEach(track -> inRange(metric, metric.measure(track)))),
                new Check("a perfect track is no worse than a lost one", () -> {
                    double best = metric.measure(perfect());
                    double worst = metric.measure(lost());
                    boolean fine = Double.isNaN(best) || Double.isNaN(worst)
                            || (metric.direction() == Direction.HIGHER_IS_BETTER ? best >= worst : best <= worst);
                    Check.that(metric.ofMachine() || fine, "a perfect track measures " + best + ", a lost one " + worst + ", and "
                            + metric.direction());
                }),
                new Check("two passes are equal", () -> tracks().forEach(track -> Check.that(Double.compare(metric.measure(track),
                        metric.measure(track)) == 0, "a track measures another value the second time"))),
                new Check("aggregates stay in the range", () -> {
                    double one = metric.measure(perfect());
                    double weight = metric.weight(perfect());
                    Check.that(weight >= 0, "weight is " + weight + "; expected 0 or more");
                    inRange(metric, metric.aggregate(new double[] {one}, new double[] {weight}));
                    inRange(metric, metric.measure(tracks()));
                    double all = metric.aggregate(new double[] {one, Double.NaN}, new double[] {weight, weight});
                    double alone = metric.aggregate(new double[] {one}, new double[] {weight});
                    Check.that(Double.compare(all, alone) == 0, "a sequence with NaN changes the aggregate from " + alone + " to " + all
                            + "; expected that it counts for nothing");
                    Check.that(Double.isNaN(metric.aggregate(new double[0], new double[0])), "the aggregate of nothing isn't NaN");
                }),
                new Check("a curve rises in its thresholds and stays in 0..1", () -> {
                    for (Track track : tracks()) {
                        Curve curve = metric.curve(track);
                        if (curve != null) {
                            double[] sorted = curve.thresholds().clone();
                            Arrays.sort(sorted);
                            Check.that(Arrays.equals(sorted, curve.thresholds()), "the thresholds don't rise");
                            Check.that(Arrays.stream(curve.values()).allMatch(v -> Double.isNaN(v) || v >= 0 && v <= 1),
                                    "a value of the curve lies outside of 0..1");
                        }
                    }
                }));
    }

    private static void inRange(Metric metric, double value) {
        Check.that(Double.isNaN(value) || value >= metric.min() && value <= metric.max(),
                "a track measures " + value + "; expected " + metric.min() + ".." + metric.max() + ", as the metric says of itself");
    }

    private static List<Track> tracks() {
        List<Track> tracks = new ArrayList<>(List.of(perfect(), lost()));
        Random random = new Random(7);
        for (int i = 0; i < 8; i++) {
            List<Box> groundTruth = path(0);
            List<Box> predicted = new ArrayList<>();
            List<Boolean> visible = new ArrayList<>();
            for (int f = 0; f < FRAMES; f++) {
                boolean seen = f == 0 || random.nextInt(4) > 0;
                visible.add(seen);
                if (!seen && random.nextBoolean()) {
                    groundTruth.set(f, new Box(0, 0, 0, 0));
                }
                Box box = path(0).get(f);
                predicted.add(f == 0 ? box : new Box(box.x() + 30 * random.nextGaussian(), box.y() + 30 * random.nextGaussian(),
                        box.w() * (0.5 + random.nextDouble()), box.h() * (0.5 + random.nextDouble())));
            }
            tracks.add(new Track("random-" + i, groundTruth, predicted, visible, Collections.nCopies(FRAMES, 0.02)));
        }
        return tracks;
    }

    private static Track perfect() {
        return new Track("perfect", path(0), path(0), List.of(), Collections.nCopies(FRAMES, 0.02));
    }

    private static Track lost() {
        List<Box> predicted = path(1000);
        predicted.set(0, path(0).get(0));
        return new Track("lost", path(0), predicted, List.of(), Collections.nCopies(FRAMES, 0.02));
    }

    private static List<Box> path(double shift) {
        List<Box> boxes = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            boxes.add(new Box(20 + 3 * f + shift, 40 + f, 50 + f / 4.0, 30));
        }
        return boxes;
    }
}

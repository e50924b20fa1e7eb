package glad.ablate;

import glad.api.Box;
import glad.api.Image;
import glad.api.data.Frames;
import glad.api.data.Sequence;
import glad.api.data.SequenceSet;
import glad.api.eval.Metric;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.Comparison;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Spread;
import glad.eval.analysis.statistics.StudentT;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Differences inside and outside of some sequences: those with an attribute, and those whose template is poor. */
final class Slices {

    private static final Logger LOG = LoggerFactory.getLogger(Slices.class);

    /** A box of fewer pixels a side is small, as COCO's evaluation has it. */
    private static final double SMALL = 32;
    /** Of the templates this part, the least sharp, counts as blurred. */
    private static final double BLURRED = 1.0 / 3;

    private Slices() {}

    /** Returns a slice per variant and property that enough sequences have and lack. */
    static List<Comparison.Slice> of(Analysis analysis, String id, List<String> names, SequenceSet set, String baseline) {
        Map<String, Set<String>> properties = new TreeMap<>();
        analysis.attributes().forEach((attribute, some) -> properties.put(attribute, new HashSet<>(some)));
        properties.putAll(templates(names, set));
        Metric metric = analysis.metrics().get(id);
        List<Comparison.Slice> slices = new ArrayList<>();
        for (String label : analysis.trackers()) {
            properties.forEach((property, inside) -> {
                List<String> in = names.stream().filter(inside::contains).toList();
                List<String> out = names.stream().filter(name -> !inside.contains(name)).toList();
                if (!label.equals(baseline) && in.size() >= Estimate.FEWEST && out.size() >= Estimate.FEWEST) {
                    Estimate within = difference(analysis, metric, id, label, baseline, in);
                    Estimate without = difference(analysis, metric, id, label, baseline, out);
                    double contrast = within.difference() - without.difference();
                    slices.add(new Comparison.Slice(label, property, in.size(), within.difference(), contrast,
                            welch(contrast, within.spread(), without.spread())));
                }
            });
        }
        return slices;
    }

    private static Estimate difference(Analysis analysis, Metric metric, String id, String label, String baseline, List<String> names) {
        return SweepAnswer.difference(metric, analysis.sample(label, id, names), analysis.sample(baseline, id, names));
    }

    /** Seeds move both sides alike, so that only sequences count here. */
    private static Estimate.Interval welch(double contrast, Spread in, Spread out) {
        double a = in.deviation() * in.deviation() / in.sequences();
        double b = out.deviation() * out.deviation() / out.sequences();
        double freedom = (a + b) * (a + b) / (a * a / (in.sequences() - 1) + b * b / (out.sequences() - 1));
        double half = a + b == 0 ? 0 : StudentT.quantile95((int) Math.max(1, freedom)) * Math.sqrt(a + b);
        return new Estimate.Interval(contrast - half, contrast + half);
    }

    /** Returns the sequences whose template is small, blurred or occluded. */
    private static Map<String, Set<String>> templates(List<String> names, SequenceSet set) {
        Set<String> small = new HashSet<>();
        Set<String> occluded = new HashSet<>();
        Map<String, Double> sharpness = new HashMap<>();
        for (String name : names) {
            Sequence sequence = set.sequence(name);
            Box box = sequence.boxes().get(0);
            if (Math.sqrt(box.w() * box.h()) < SMALL) {
                small.add(name);
            }
            if (!sequence.visible().isEmpty() && !sequence.visible().get(0)) {
                occluded.add(name);
            }
            try (Frames frames = sequence.open()) {
                sharpness.put(name, sharpness(frames.frame(0), box));
            } catch (IOException e) {
                LOG.warn("the sharpness of the template of {} isn't known: {}", name, e.getMessage());
            }
        }
        Set<String> blurred = new HashSet<>(sharpness.keySet().stream().sorted((a, b) -> Double.compare(sharpness.get(a), sharpness.get(b)))
                .limit(Math.round(BLURRED * sharpness.size())).toList());
        return Map.of("template: small", small, "template: occluded", occluded, "template: least sharp third", blurred);
    }

    /** Returns the variance of the Laplacian of a box's grey values, the usual measure of focus; 0 for a box of a few pixels. */
    private static double sharpness(Image image, Box box) {
        int left = Math.max(1, (int) box.x());
        int top = Math.max(1, (int) box.y());
        int right = Math.min(image.width() - 1, (int) (box.x() + box.w()));
        int bottom = Math.min(image.height() - 1, (int) (box.y() + box.h()));
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double laplacian = grey(image, x - 1, y) + grey(image, x + 1, y) + grey(image, x, y - 1) + grey(image, x, y + 1)
                        - 4 * grey(image, x, y);
                sum += laplacian;
                squares += laplacian * laplacian;
                count++;
            }
        }
        return count == 0 ? 0 : squares / count - sum / count * (sum / count);
    }

    private static double grey(Image image, int x, int y) {
        return (image.sample(x, y, 0) + image.sample(x, y, 1) + image.sample(x, y, 2)) / 3.0;
    }
}

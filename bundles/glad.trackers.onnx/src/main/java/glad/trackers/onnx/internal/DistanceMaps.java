package glad.trackers.onnx.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.trackers.Entry;
import java.util.List;
import java.util.Map;

/**
 * A score and the distances to the left, upper, right and lower edge at each place, in crop pixels, as NanoTrack and other Siamese trackers
 * have them. A place whose box changes size and shape much is penalised and one far from the last place weighted down by a Hann window; size
 * follows slowly (Li et al., CVPR 2018, section 3.3; figures as in the trackers' published settings).
 *
 * @param score name of the score output: two channels, of which the second is the target's (softmax), or one (sigmoid)
 * @param distances name of the output with distances, four channels
 * @param stride crop pixels between two places
 * @param penalty how strongly changes of size and shape count
 * @param window weight of the window, in [0, 1]
 * @param rate how fast the size follows, in [0, 1]
 */
record DistanceMaps(String score, String distances, double stride, double penalty, double window, double rate) implements Decoding {

    private static final String OUTPUTS = "outputs";

    /** A box keeps so many pixels, as the trackers have it. */
    private static final double LEAST = 10;

    static DistanceMaps read(Entry entry) {
        Entry outputs = entry.below(OUTPUTS);
        outputs.only(List.of("score", "distances"));
        return new DistanceMaps(outputs.text("score", "score"), outputs.text("distances", "distances"), entry.number("stride", 1, 1024, Double.NaN),
                entry.number("penalty", 0, 100, Double.NaN), entry.number("window", 0, 1, Double.NaN), entry.number("rate", 0, 1, Double.NaN));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output(score, 0), new Output(distances, 4));
    }

    @Override
    public Found decode(Map<String, Maps> maps, View view, Box last) {
        Maps scores = maps.get(score);
        Maps edges = maps.get(distances);
        if (scores.channels() > 2 || scores.side() != edges.side()) {
            throw GladException.usage("output \"" + score + "\" has " + scores.channels() + " channels of " + scores.side() + "x" + scores.side()
                    + " places, and \"" + distances + "\" 4 of " + edges.side() + "x" + edges.side() + "; expected 1 or 2 of as many places");
        }
        double w = last.w() * view.scale();
        double h = last.h() * view.scale();
        double[] hann = Hann.symmetric(scores.side());
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int cell = 0; cell < scores.cells(); cell++) {
            double weight = hann[cell / scores.side()] * hann[cell % scores.side()];
            double at = penalty(edges, cell, w, h) * probability(scores, cell) * (1 - window) + weight * window;
            if (at > most) {
                most = at;
                best = cell;
            }
        }
        double found = probability(scores, best);
        double follow = penalty(edges, best, w, h) * found * rate;
        double dx = (best % scores.side() - scores.side() / 2) * stride + 0.5 * (edges.at(2, best) - edges.at(0, best));
        double dy = (best / scores.side() - scores.side() / 2) * stride + 0.5 * (edges.at(3, best) - edges.at(1, best));
        Box box = view.toFrame(dx, dy, w * (1 - follow) + (edges.at(0, best) + edges.at(2, best)) * follow,
                h * (1 - follow) + (edges.at(1, best) + edges.at(3, best)) * follow);
        return new Found(Box.centred(within(box.cx(), 0, view.width()), within(box.cy(), 0, view.height()),
                within(box.w(), LEAST, view.width()), within(box.h(), LEAST, view.height())), found);
    }

    private static double within(double value, double least, double most) {
        return Math.max(least, Math.min(value, most));
    }

    private static double probability(Maps scores, int cell) {
        double logit = scores.channels() == 1 ? scores.at(0, cell) : scores.at(1, cell) - scores.at(0, cell);
        return 1 / (1 + Math.exp(-logit));
    }

    /** Returns how much the box at a place is like one of this size, in (0, 1]. */
    private double penalty(Maps edges, int cell, double w, double h) {
        double foundW = edges.at(0, cell) + edges.at(2, cell);
        double foundH = edges.at(1, cell) + edges.at(3, cell);
        double size = change(size(foundW, foundH) / size(w, h));
        double shape = change(w / h / (foundW / foundH));
        return Math.exp((1 - size * shape) * penalty);
    }

    private static double size(double w, double h) {
        double pad = 0.5 * (w + h);
        return Math.sqrt((w + pad) * (h + pad));
    }

    private static double change(double ratio) {
        return Math.max(ratio, 1 / ratio);
    }
}

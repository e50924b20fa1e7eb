package glad.pages.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.runs.RunStore;
import glad.train.TrainingCurves;
import glad.train.TrainingCurves.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The trainings, and the curves of one, while it goes on or afterwards. */
final class TrainingPages {

    private static final double WIDTH = 600;
    private static final double HEIGHT = 150;
    /** More points than a screen has columns show nothing more. */
    private static final int POINTS = 1200;

    private final Look look;
    private final Templates templates;
    private final RunStore store;
    private final List<Path> named;

    TrainingPages(Look look, Templates templates, RunStore store, List<Path> named) {
        this.look = look;
        this.templates = templates;
        this.store = store;
        this.named = List.copyOf(named);
    }

    /** Returns the folders by what they are called; what a browser asks for is looked up here, and never becomes a path. */
    private Map<String, Path> folders() {
        Map<String, Path> folders = new TreeMap<>(store.trainings());
        named.forEach(folder -> folders.put(folder.toString(), folder));
        return folders;
    }

    /** What stands on the page of trainings. */
    record Trainings(Look.Frame frame, List<Row> trainings) {}

    /** A training of the list. */
    record Row(String name, String link) {}

    Answer list(Question question) {
        return Answer.page(200, templates.html("trainings", new Trainings(look.frame(question, "trainings", "Trainings"),
                folders().keySet().stream().map(name -> new Row(name, look.link("/training", "name", name))).toList())));
    }

    /** What stands on the page of a training. */
    record Page(Look.Frame frame, String name, boolean complete, List<Curve> curves) {}

    /** A curve: points in a box of {@link #WIDTH} by {@link #HEIGHT}, or a single one, and what they say in words. */
    record Curve(String name, String points, boolean single, String low, String high, String last, String samples) {}

    Answer training(Question question) {
        String name = question.needed("name");
        Map<String, Path> folders = folders();
        if (!folders.containsKey(name)) {
            throw GladException.usage(Names.unknown("training", name, folders.keySet()));
        }
        TrainingCurves read = TrainingCurves.read(folders.get(name));
        List<Curve> curves = new ArrayList<>();
        read.curves().forEach((each, points) -> {
            List<Point> finite = points.stream().filter(point -> Double.isFinite(point.value())).toList();
            if (!finite.isEmpty()) {
                curves.add(curve(each, finite));
            }
        });
        return Answer.page(200, templates.html("training", new Page(look.frame(question, "trainings", name), name, read.complete(), curves)));
    }

    private static Curve curve(String name, List<Point> points) {
        double low = points.stream().mapToDouble(Point::value).min().orElseThrow();
        double high = points.stream().mapToDouble(Point::value).max().orElseThrow();
        long first = points.get(0).samples();
        long span = Math.max(1, points.get(points.size() - 1).samples() - first);
        int step = Math.max(1, points.size() / POINTS);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < points.size(); i += step) {
            double x = WIDTH * (points.get(i).samples() - first) / span;
            double y = high == low ? HEIGHT / 2 : HEIGHT * (high - points.get(i).value()) / (high - low);
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        Point last = points.get(points.size() - 1);
        boolean single = points.size() == 1;
        // A line needs two ends, though they be the same; the style makes a dot of it.
        String drawn = single ? String.format(Locale.ROOT, "%1$.1f,%2$.1f %1$.1f,%2$.1f", WIDTH / 2, HEIGHT / 2) : line.toString().strip();
        return new Curve(name, drawn, single, text(low), text(high), text(last.value()), String.format(Locale.ROOT, "%,d", last.samples()));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}

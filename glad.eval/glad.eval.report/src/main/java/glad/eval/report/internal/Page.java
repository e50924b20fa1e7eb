package glad.eval.report.internal;

import com.github.mustachejava.DefaultMustacheFactory;
import glad.api.Box;
import glad.api.GladException;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import glad.eval.report.FilmStrip;
import glad.eval.report.ReportInput;
import glad.eval.report.SequenceEntry;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the template {@code report.mustache} shows: every number as text, every picture as a data URI. */
public final class Page {

    private static final String MISSING = "–";

    final String title;
    final String description;
    final String tracker;
    final String coverage;
    final boolean incomplete;
    final List<Column> columns;
    final List<Card> cards;
    final List<PlotView> plots;
    final boolean compared;
    final List<Row> trackers;
    final List<Row> rows;
    final List<Cell> means;
    final boolean illustrated;
    final List<Strips> strips;
    final List<Fact> provenance;

    private final List<Metric> metrics;

    /** Works out the page. */
    public Page(List<Metric> metrics, ReportInput input) {
        this.metrics = metrics;
        title = input.title();
        description = input.description();
        tracker = input.tracker();
        int expected = input.sequences().size();
        List<Track> tracks = input.sequences().stream().flatMap(s -> s.track().stream()).toList();
        coverage = coverage(tracks.size(), expected);
        incomplete = tracks.size() < expected;
        columns = metrics.stream().map(m -> new Column(m.name(), m.unit())).toList();
        List<Tracker> all = Stream.concat(Stream.of(new Tracker(input.tracker(), tracks)),
                input.comparisons().stream().map(c -> new Tracker(c.name(), c.tracks()))).toList();
        cards = metrics.stream().map(m -> new Card(m.name(), m.unit(), text(mean(m, tracks).value()))).toList();
        compared = all.size() > 1;
        trackers = IntStream.range(0, all.size()).mapToObj(i -> row(all.get(i), i, expected, all)).toList();
        plots = plots(all);
        rows = input.sequences().stream().map(this::row).toList();
        means = metrics.stream().map(m -> cell(m, mean(m, tracks), expected, false)).toList();
        strips = input.sequences().stream().filter(s -> !s.strips().isEmpty()).map(Strips::of).toList();
        illustrated = !strips.isEmpty();
        provenance = input.provenance().entrySet().stream().map(e -> new Fact(e.getKey(), e.getValue())).toList();
    }

    /** Returns the page as HTML. */
    public String html() {
        StringWriter out = new StringWriter();
        try (Reader template = new InputStreamReader(
                Objects.requireNonNull(Page.class.getResourceAsStream("report.mustache")), StandardCharsets.UTF_8)) {
            new DefaultMustacheFactory().compile(template, "report").execute(out, this).flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private List<PlotView> plots(List<Tracker> all) {
        List<PlotView> views = new ArrayList<>();
        for (Metric metric : metrics) {
            List<Legend> legend = new ArrayList<>();
            List<Curve> curves = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                List<Curve> each = all.get(i).tracks().stream().map(metric::curve).filter(Objects::nonNull).toList();
                if (!each.isEmpty()) {
                    curves.add(Curve.mean(each));
                    legend.add(new Legend(all.get(i).name(), colour(i), text(mean(metric, all.get(i).tracks()).value())));
                }
            }
            if (!curves.isEmpty()) {
                List<Color> colours = legend.stream().map(l -> Color.decode(l.colour())).toList();
                Curve first = curves.get(0);
                String measure = metric.name().equals(first.name()) ? "" : metric.name();
                String svg = "";
                String problem = "";
                try {
                    svg = Plot.svg("p" + views.size(), curves, colours);
                } catch (GladException e) {
                    problem = e.getMessage();
                }
                views.add(new PlotView(first.name(), measure, first.threshold(), svg, problem, legend));
            }
        }
        return views;
    }

    private Row row(Tracker of, int place, int expected, List<Tracker> all) {
        List<Cell> cells = new ArrayList<>();
        for (Metric metric : metrics) {
            Mean mean = mean(metric, of.tracks());
            double sign = metric.direction() == Metric.Direction.HIGHER_IS_BETTER ? 1 : -1;
            OptionalDouble best = all.stream().mapToDouble(t -> mean(metric, t.tracks()).value() * sign)
                    .filter(Double::isFinite).max();
            cells.add(cell(metric, mean, expected, best.isPresent() && mean.value() * sign == best.getAsDouble()));
        }
        return new Row(of.name(), colour(place), "", List.of(), coverage(of.tracks().size(), expected), "", cells);
    }

    private Row row(SequenceEntry entry) {
        List<Cell> cells = metrics.stream().map(m -> {
            double value = entry.track().map(m::measure).orElse(Double.NaN);
            return new Cell(text(value), share(m, value), "", false);
        }).toList();
        List<String> attributes = entry.attributes().stream().sorted().toList();
        String frames = entry.track().map(t -> t.truth().size() + " frames").orElse("");
        return new Row(entry.name(), "", entry.sentence(), attributes, frames, entry.problem(), cells);
    }

    private static Mean mean(Metric metric, List<Track> tracks) {
        int measured = (int) tracks.stream().mapToDouble(metric::measure).filter(value -> !Double.isNaN(value)).count();
        return new Mean(metric.measure(tracks), measured);
    }

    private static Cell cell(Metric metric, Mean mean, int expected, boolean best) {
        String note = mean.count() < expected ? coverage(mean.count(), expected) : "";
        return new Cell(text(mean.value()), share(metric, mean.value()), note, best);
    }

    private static String coverage(int measured, int expected) {
        return measured + "/" + expected + (expected == 1 ? " sequence" : " sequences");
    }

    private static String text(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%.0f", value) : MISSING;
    }

    /** How much of the cell's bar is filled, in %; empty for a metric without a largest value. */
    private static String share(Metric metric, double value) {
        double share = 100 * (value - metric.min()) / (metric.max() - metric.min());
        return Double.isFinite(metric.max()) && Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f", share) : "";
    }

    private static String colour(int place) {
        return String.format("#%06x", Plot.colour(place).getRGB() & 0xffffff);
    }

    /** A tracker with its finished sequences. */
    record Tracker(String name, List<Track> tracks) {}

    /** A mean and the number of sequences in it. */
    record Mean(double value, int count) {}

    /** A metric's heading. */
    record Column(String name, String unit) {}

    /** A figure at the top. */
    record Card(String name, String unit, String value) {}

    /** A plot with its legend, or why it couldn't be drawn. */
    record PlotView(
            String name, String measure, String threshold, String svg, String problem, List<Legend> legend) {}

    /** One line of a legend. */
    record Legend(String name, String colour, String value) {}

    /** A row of a table. */
    record Row(
            String name,
            String colour,
            String sentence,
            List<String> attributes,
            String note,
            String problem,
            List<Cell> cells) {}

    /** A figure of a table; {@code note} says over how many sequences if not over all. */
    record Cell(String value, String share, String note, boolean best) {}

    /** A line of the provenance. */
    record Fact(String key, String value) {}

    /** A film strip's picture. */
    record Picture(String uri, String caption) {}

    /** The film strips of a sequence, with its overlap over time as a line in a box of 1000 by 100. */
    record Strips(String name, String sentence, List<Picture> pictures, String line, String overlap) {

        static Strips of(SequenceEntry entry) {
            List<Picture> pictures = entry.strips().stream().map(Strips::picture).toList();
            return new Strips(entry.name(), entry.sentence(), pictures, entry.track().map(Strips::line).orElse(""),
                    entry.track().map(Strips::overlap).orElse(""));
        }

        private static Picture picture(FilmStrip strip) {
            String data = Base64.getEncoder().encodeToString(strip.picture());
            return new Picture("data:" + strip.mediaType() + ";base64," + data, strip.caption());
        }

        private static String line(Track track) {
            int frames = Math.min(track.truth().size(), track.predicted().size());
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < frames; i++) {
                double x = frames == 1 ? 0 : 1000.0 * i / (frames - 1);
                double y = 100 - 100 * iou(track.truth().get(i), track.predicted().get(i));
                points.append(String.format(Locale.ROOT, i == 0 ? "%.1f,%.1f" : " %.1f,%.1f", x, y));
            }
            return points.toString();
        }

        private static String overlap(Track track) {
            int frames = Math.min(track.truth().size(), track.predicted().size());
            OptionalDouble mean = IntStream.range(0, frames)
                    .mapToDouble(i -> iou(track.truth().get(i), track.predicted().get(i))).average();
            return mean.isPresent() ? text(100 * mean.getAsDouble()) : MISSING;
        }

        private static double iou(Box truth, Box predicted) {
            return truth.isValid() && predicted.isValid() ? truth.iou(predicted) : 0;
        }
    }
}

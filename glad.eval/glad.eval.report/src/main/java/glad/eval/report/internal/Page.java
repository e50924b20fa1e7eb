package glad.eval.report.internal;

import glad.api.Box;
import glad.api.GladException;
import glad.api.eval.Curve;
import glad.api.eval.Metric;
import glad.api.eval.Track;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.analysis.PairedDifference;
import glad.eval.analysis.RankedTracker;
import glad.eval.analysis.Score;
import glad.eval.report.FilmStrip;
import glad.eval.report.ReportInput;
import glad.eval.report.SequenceEntry;
import glad.eval.report.TintedSentence;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the template {@code report.mustache} shows: every number as text, every image as a data URI. */
public final class Page {

    private static final String MISSING = "–";

    final String title;
    final String description;
    final String tracker;
    final String label;
    final List<String> remarks;
    final String rules;
    final String coverage;
    final boolean incomplete;
    final List<Column> columns;
    final List<Card> cards;
    final List<PlotView> plots;
    final boolean compared;
    final List<Row> trackers;
    final boolean sure;
    final List<Row> differences;
    final boolean grouped;
    final String ranking;
    final List<Row> attributes;
    final List<Row> rows;
    final String folded;
    final List<Cell> means;
    final boolean illustrated;
    final List<Strips> strips;
    final List<Fact> provenance;

    private final Analysis analysis;
    private final List<Metric> metrics;

    /** Works out the page. */
    public Page(ReportInput input) {
        analysis = input.analysis();
        metrics = List.copyOf(analysis.metrics().values());
        title = input.title();
        description = input.description();
        tracker = input.tracker();
        label = analysis.label(tracker);
        remarks = analysis.remarks();
        rules = analysis.rules().name();
        List<String> names = analysis.subjects().stream().map(MeasuredSequence::name).toList();
        RankedTracker own = analysis.standing(tracker, names);
        List<RankedTracker> all = Stream.concat(Stream.of(own),
                analysis.standings().stream().filter(s -> !s.tracker().equals(tracker))).toList();
        coverage = own.coverage() + (names.size() == 1 ? " sequence" : " sequences");
        incomplete = !own.complete();
        columns = metrics.stream().map(m -> new Column(m.name(), m.unit())).toList();
        cards = IntStream.range(0, metrics.size()).mapToObj(i -> new Card(metrics.get(i).name(), metrics.get(i).unit(),
                text(own.scores().get(i).value()))).toList();
        compared = all.size() > 1;
        trackers = IntStream.range(0, all.size()).mapToObj(i -> row(all.get(i), Plot.mark(i), all)).toList();
        differences = input.differences().stream().map(this::row).toList();
        sure = !differences.isEmpty();
        plots = plots(all);
        ranking = metrics.get(0).name();
        List<String> measured = analysis.measured();
        attributes = analysis.attributes().entrySet().stream().filter(e -> e.getValue().stream().anyMatch(measured::contains))
                .map(e -> attribute(e.getKey(), e.getValue(), all)).toList();
        grouped = !attributes.isEmpty();
        Map<String, SequenceEntry> entries = input.sequences().stream()
                .collect(Collectors.toMap(SequenceEntry::name, Function.identity()));
        List<MeasuredSequence> shown = analysis.subjects().stream().filter(subject -> measured.contains(subject.name())
                || entries.containsKey(subject.name()) && !entries.get(subject.name()).problem().isEmpty()).toList();
        rows = shown.stream().map(subject -> row(subject, entries.get(subject.name()))).toList();
        folded = names.size() == shown.size() ? "" : names.size() - shown.size() + " of " + names.size()
                + " sequences have no result and aren't shown";
        means = cells(own, List.of(), own.coverage());
        strips = input.sequences().stream().filter(s -> !s.strips().isEmpty()).map(Strips::of).toList();
        illustrated = !strips.isEmpty();
        provenance = facts(input.provenance());
    }

    /** Returns the page as HTML. */
    public String html() {
        return Templates.fill("report.mustache", this);
    }

    /** Returns the lines of a provenance. */
    static List<Fact> facts(Map<String, String> provenance) {
        return provenance.entrySet().stream().map(e -> new Fact(e.getKey(), e.getValue())).toList();
    }

    private List<PlotView> plots(List<RankedTracker> all) {
        List<PlotView> views = new ArrayList<>();
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (int m = 0; m < ids.size(); m++) {
            List<Legend> legend = new ArrayList<>();
            List<Curve> curves = new ArrayList<>();
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Optional<Curve> curve = analysis.curve(all.get(i).tracker(), ids.get(m));
                if (curve.isPresent()) {
                    curves.add(curve.get());
                    places.add(i);
                    legend.add(new Legend(analysis.label(all.get(i).tracker()), Plot.mark(i), text(all.get(i).scores().get(m).value())));
                }
            }
            if (!curves.isEmpty()) {
                Curve first = curves.get(0);
                String measure = metrics.get(m).name().equals(first.name()) ? "" : metrics.get(m).name();
                String svg = "";
                String problem = "";
                try {
                    svg = Plot.svg("p" + views.size(), curves, places);
                } catch (GladException e) {
                    problem = e.getMessage();
                }
                views.add(new PlotView(first.name(), measure, first.threshold(), svg, problem, legend));
            }
        }
        return views;
    }

    private Row row(RankedTracker of, String mark, List<RankedTracker> all) {
        return new Row(analysis.label(of.tracker()), mark, "", List.of(), of.coverage(), of.complete() ? "" : "partial",
                cells(of, all, of.coverage()));
    }

    private Row row(PairedDifference d) {
        String interval = String.format(Locale.ROOT, "%+.2f to %+.2f", d.estimate().interval().low(),
                d.estimate().interval().high());
        return new Row(d.better() + " − " + d.than(), "", analysis.metrics().get(d.metric()).name(), List.of(),
                d.estimate().sequences() + " sequences", "", List.of(
                        new Cell(String.format(Locale.ROOT, "%+.2f", d.estimate().difference()), "", "", false),
                        new Cell(interval, "", "", false), new Cell(
                                Double.isNaN(d.adjusted()) ? MISSING : String.format(Locale.ROOT, "%.4f", d.adjusted()), "", "", false)));
    }

    private Row attribute(String name, List<String> sequences, List<RankedTracker> all) {
        List<Score> scores = all.stream().map(s -> analysis.standing(s.tracker(), sequences).scores().get(0)).toList();
        OptionalDouble best = best(metrics.get(0), scores);
        return new Row(name, "", "", List.of(), sequences.size() + (sequences.size() == 1 ? " sequence" : " sequences"), "",
                scores.stream().map(s -> cell(metrics.get(0), s, best, s.complete() ? s.coverage() : "")).toList());
    }

    private Row row(MeasuredSequence subject, SequenceEntry entry) {
        RankedTracker standing = analysis.standing(tracker, List.of(subject.name()));
        String problem = entry != null ? entry.problem() : analysis.runs(tracker).stream()
                .map(run -> run.problems().get(subject.name())).filter(Objects::nonNull).findFirst().orElse("");
        String frames = entry == null ? "" : entry.track().map(t -> t.groundTruth().size() + " frames").orElse("");
        return new Row(subject.name(), "", entry == null ? "" : entry.sentence(),
                subject.attributes().stream().sorted().toList(), frames, problem,
                IntStream.range(0, metrics.size()).mapToObj(i -> {
                    double value = standing.scores().get(i).value();
                    return new Cell(text(value), share(metrics.get(i), value), "", false);
                }).toList());
    }

    private List<Cell> cells(RankedTracker of, List<RankedTracker> all, String coverage) {
        return IntStream.range(0, metrics.size()).mapToObj(i -> cell(metrics.get(i), of.scores().get(i),
                best(metrics.get(i), all.stream().map(s -> s.scores().get(i)).toList()), coverage)).toList();
    }

    private static OptionalDouble best(Metric metric, List<Score> scores) {
        DoubleStream values = scores.stream().mapToDouble(Score::value).filter(Double::isFinite);
        return metric.direction() == Metric.Direction.HIGHER_IS_BETTER ? values.max() : values.min();
    }

    /** A figure; it says how many sequences are in it where those aren't the row's, or aren't all. */
    private static Cell cell(Metric metric, Score score, OptionalDouble best, String coverage) {
        String note = score.complete() && score.coverage().equals(coverage) ? "" : score.coverage();
        String interval = Double.isNaN(score.interval()) ? "" : String.format(Locale.ROOT, " ± %.1f", score.interval());
        return new Cell(text(score.value()) + interval, share(metric, score.value()), note,
                best.isPresent() && score.value() == best.getAsDouble());
    }

    private static String text(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%.0f", value) : MISSING;
    }

    /** How much of the cell's bar is filled, in %; empty for a metric without a largest value. */
    private static String share(Metric metric, double value) {
        double share = 100 * (value - metric.min()) / (metric.max() - metric.min());
        return Double.isFinite(metric.max()) && Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f", share) : "";
    }

    /** A metric's heading. */
    record Column(String name, String unit) {}

    /** A figure at the top. */
    record Card(String name, String unit, String value) {}

    /** A plot with its legend, or why it couldn't be drawn. */
    record PlotView(
            String name, String measure, String threshold, String svg, String problem, List<Legend> legend) {}

    /** One line of a legend. */
    record Legend(String name, String mark, String value) {}

    /** A row of a table. */
    record Row(
            String name,
            String mark,
            String sentence,
            List<String> attributes,
            String note,
            String problem,
            List<Cell> cells) {}

    /** A figure of a table; {@code note} says over how many sequences if not over all. */
    record Cell(String value, String share, String note, boolean best) {}

    /** A line of the provenance. */
    record Fact(String key, String value) {}

    /** A film strip's image. */
    record Image(String uri, String caption) {}

    /** A sentence with tinted words. */
    record Tinted(String caption, List<TintedWord> words) {

        static Tinted of(TintedSentence sentence) {
            return new Tinted(sentence.caption(), sentence.words().stream().map(word -> new TintedWord(word.text(), word.value(),
                    String.format(Locale.ROOT, "%.2f", Math.max(0, Math.min(1, word.tint()))))).toList());
        }
    }

    /** A word of it; {@code tint} in 0..1. */
    record TintedWord(String text, String value, String tint) {}

    /** The film strips of a sequence, with its overlap over time as a line in a box of 1000 by 100, and where it failed. */
    record Strips(String name, String sentence, List<Image> images, List<Tinted> words, String line, String overlap, String failure) {

        /** The least fraction of a sequence's frames that counts as lost at its end. */
        private static final double LOST = 0.1;

        static Strips of(SequenceEntry entry) {
            List<Image> images = entry.strips().stream().map(Strips::image).toList();
            return new Strips(entry.name(), entry.sentence(), images, entry.words().stream().map(Tinted::of).toList(), entry.track().map(Strips::line).orElse(""),
                    entry.track().map(Strips::overlap).orElse(""), entry.track().map(Strips::failure).orElse(""));
        }

        private static Image image(FilmStrip strip) {
            String data = Base64.getEncoder().encodeToString(strip.image());
            return new Image("data:" + strip.mediaType() + ";base64," + data, strip.caption());
        }

        private static String line(Track track) {
            int frames = Math.min(track.groundTruth().size(), track.predicted().size());
            StringBuilder points = new StringBuilder();
            for (int i = 0; i < frames; i++) {
                double x = frames == 1 ? 0 : 1000.0 * i / (frames - 1);
                double y = 100 - 100 * iou(track.groundTruth().get(i), track.predicted().get(i));
                points.append(String.format(Locale.ROOT, i == 0 ? "%.1f,%.1f" : " %.1f,%.1f", x, y));
            }
            return points.toString();
        }

        private static String overlap(Track track) {
            int frames = Math.min(track.groundTruth().size(), track.predicted().size());
            OptionalDouble mean = IntStream.range(0, frames)
                    .mapToDouble(i -> iou(track.groundTruth().get(i), track.predicted().get(i))).average();
            return mean.isPresent() ? text(100 * mean.getAsDouble()) : MISSING;
        }

        /** Says where a tracker left its target for good; empty if it didn't. */
        private static String failure(Track track) {
            int frames = Math.min(track.groundTruth().size(), track.predicted().size());
            int lost = 0;
            for (int i = frames - 1; i > 0; i--) {
                if (track.groundTruth().get(i).isValid() && (track.visible().isEmpty() || track.visible().get(i))) {
                    if (iou(track.groundTruth().get(i), track.predicted().get(i)) > 0) {
                        return lost <= LOST * frames ? "" : "failure: target lost after frame " + i;
                    }
                    lost++;
                }
            }
            return lost <= LOST * frames ? "" : "failure: target lost after frame 0";
        }

        private static double iou(Box groundTruth, Box predicted) {
            return groundTruth.isValid() && predicted.isValid() ? groundTruth.iou(predicted) : 0;
        }
    }
}

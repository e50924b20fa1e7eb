package glad.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.api.Box;
import glad.api.GladException;
import glad.api.eval.Metric;
import glad.api.eval.Rules;
import glad.api.eval.Track;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.MeasuredRun;
import glad.eval.analysis.MeasuredSequence;
import glad.eval.analysis.Measurement;
import glad.eval.analysis.PairedDifference;
import glad.eval.analysis.statistics.Estimate;
import glad.eval.analysis.statistics.Spread;
import glad.eval.metrics.DistancePrecision;
import glad.eval.metrics.FramesPerSecond;
import glad.eval.metrics.NormalisedPrecision;
import glad.eval.metrics.Success;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Map<String, Metric> METRICS = metrics();
    private static final int FRAMES = 60;

    @Test
    void asksNothingOfTheNetworkAndRunsNoScript() throws IOException {
        String page = Report.page(full());
        assertFalse(Pattern.compile("https?://").matcher(page).find());
        assertFalse(Pattern.compile("(?i)<script|<link|@import|\\son\\w+=").matcher(page).find());
        Matcher sources = Pattern.compile("(?:src|href)=\"([^\"]{0,30})").matcher(page);
        assertTrue(sources.find());
        do {
            assertTrue(sources.group(1).startsWith("data:image/png;base64,"), sources.group(1));
        } while (sources.find());
    }

    @Test
    void drawsAPlotWithALegendPerCurve() throws IOException {
        String page = Report.page(full());
        assertEquals(3, count(page, "<svg viewBox=\"0 0 440 300\""));
        for (String metric : List.of("Success", "Precision", "Normalised precision")) {
            assertTrue(page.contains("aria-label=\"" + metric + ": fraction of frames by"), metric);
        }
        assertEquals(3, count(page, "<span>glad-nano</span>"));
        assertEquals(3, count(page, "<span>static box</span>"));
        Matcher ids = Pattern.compile("\\bid=\"([^\"]+)\"").matcher(page);
        List<String> seen = new ArrayList<>();
        while (ids.find()) {
            assertFalse(seen.contains(ids.group(1)), ids.group(1));
            assertTrue(page.contains("url(#" + ids.group(1) + ")"), ids.group(1));
            seen.add(ids.group(1));
        }
    }

    @Test
    void aLegendDrawsEachCurveAsThePlotDoes() {
        Map<String, List<Track>> tracks = new LinkedHashMap<>();
        for (String name : List.of("own", "a", "b", "c", "d")) {
            tracks.put(name, List.of(walk("walk", tracks.size())));
        }
        String page = Report.page(new ReportInput("t", "", analysis(subjects("walk"), tracks), "own", List.of(), List.of(), Map.of()));
        List<String> dashes = Pattern.compile("<svg class=\"mark\".*?stroke-dasharray=\"([^\"]+)\"").matcher(page).results().map(m -> m.group(1)).distinct().toList();
        assertEquals(3, dashes.size(), dashes.toString());
        for (String one : dashes) {
            assertTrue(Pattern.compile("stroke-dasharray[:=]\\W*" + one.replace(" ", "[ ,]+")).matcher(page.replaceAll("<svg class=\"mark\".*?</svg>", "")).find(), one);
        }
    }

    @Test
    void showsEveryFigureAsTheMetricsMeasureIt() throws IOException {
        ReportInput input = full();
        String page = Report.page(input);
        List<Track> tracks = input.sequences().stream().flatMap(s -> s.track().stream()).toList();
        for (Metric metric : METRICS.values()) {
            for (Track track : tracks) {
                assertTrue(page.contains(">" + "%.1f".formatted(metric.measure(track)) + "</td>"), track.sequence());
            }
            assertTrue(page.contains("<div class=\"figure\">" + "%.1f".formatted(metric.measure(tracks)) + "<"));
        }
    }

    @Test
    void aTargetThatIsLostForGoodIsCalledAFailure() throws IOException {
        List<Box> groundTruth = Collections.nCopies(40, new Box(10, 10, 20, 20));
        List<Box> predicted = new ArrayList<>(groundTruth);
        for (int i = 30; i < 40; i++) {
            predicted.set(i, new Box(200, 10, 20, 20));
        }
        for (int back : List.of(39, 0)) {
            List<Box> boxes = new ArrayList<>(predicted);
            boxes.set(back, groundTruth.get(0));
            Track track = new Track("walk", groundTruth, boxes, List.of(), List.of());
            String page = Report.page(new ReportInput("t", "d", analysis(List.of(new MeasuredSequence("walk", Set.of())),
                    Map.of("nano", List.of(track))), "nano", List.of(new SequenceEntry("walk", "", Optional.of(track), "",
                            List.of(new FilmStrip(png(), "f")))), List.of(), Map.of()));
            assertEquals(back == 0, page.contains("failure: target lost after frame 29"), page);
        }
    }

    @Test
    void escapesTextsOfOthers() {
        String evil = "<script>alert('x')</script> & \"quoted\"";
        String page = Report.page(new ReportInput(evil, evil,
                analysis(List.of(new MeasuredSequence(evil, Set.of(evil)), new MeasuredSequence("b" + evil, Set.of())),
                        Map.of(evil, List.of(walk(evil, 1)), "b" + evil, List.of(walk(evil, 2)))), evil,
                List.of(new SequenceEntry(evil, evil, Optional.of(walk(evil, 1)), "", List.of(new FilmStrip(png(), evil))),
                        new SequenceEntry("b" + evil, evil, Optional.empty(), evil, List.of())),
                List.of(new PairedDifference(evil, evil, "success", new Estimate(1, new Estimate.Interval(0, 2),
                        new Estimate.Interval(0, 2), 0.5, new Spread(2, 1, 0), 2, 0, 0), 0.5)), Map.of(evil, evil)));
        assertFalse(page.contains("<script"));
        assertFalse(page.contains("\"quoted\""));
        assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;"));
    }

    @Test
    void saysWhatIsMissingAndLeavesItOutOfTheMeans() {
        Track track = walk("a", 1);
        Track untimed = new Track("b", track.groundTruth(), track.predicted(), List.of(), List.of());
        String page = Report.page(new ReportInput("t", "", analysis(subjects("a", "b", "c"),
                Map.of("glad-nano", List.of(track, untimed))), "glad-nano",
                List.of(new SequenceEntry("c", "", Optional.empty(), "frame 7 can't be read", List.of())),
                List.of(), Map.of()));
        assertTrue(page.contains("<span class=\"tag warn\">2/3 sequences</span>"));
        assertTrue(page.contains("over 2/3 sequences"));
        assertTrue(page.contains("frame 7 can&#39;t be read"));
        assertTrue(page.contains(">–</td>"));
        String foot = page.substring(page.indexOf("<tfoot>"));
        assertTrue(foot.contains("%.1f<i>1/3</i>".formatted(new FramesPerSecond().measure(track))), foot);
        assertFalse(page.contains("NaN"));
    }

    @Test
    void isAPageEvenWhenNothingWasFinished() {
        String page = Report.page(new ReportInput("t", "", analysis(subjects("c"), Map.of("glad-nano", List.of())),
                "glad-nano", List.of(new SequenceEntry("c", "", Optional.empty(), "stopped", List.of())), List.of(),
                Map.of()));
        assertTrue(page.contains("0/1 sequence<"));
        assertEquals(0, count(page, "<svg"));
        assertFalse(page.contains("NaN"));
    }

    /** Writes the page to the file named first: run by a test in a Java of its own. */
    public static void main(String[] args) throws IOException {
        Report.write(full(), Path.of(args[0]));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysWhyThereAreNoPlotsWhereJavaHasNoFont(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        Path file = folder.resolve("report.html");
        ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true", "-Duser.home=" + folder, "-cp", System.getProperty("java.class.path"),
                ReportTest.class.getName(), file.toString()).inheritIO();
        java.environment().put("FONTCONFIG_FILE", config.toString());
        assertEquals(0, java.start().waitFor());
        String page = Files.readString(file);
        assertEquals(3, count(page, "the plot can&#39;t be drawn: Java finds no font"));
        assertEquals(0, count(page, "<svg viewBox=\"0 0 440 300\""));
        assertTrue(page.contains("<tfoot>"));
    }

    @Test
    void writesTheFileAsideAndRenamesIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new").resolve("report.html");
        Report.write(full(), file);
        assertTrue(Files.readString(file).endsWith("</html>\n"));
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
        Path blocked = file.resolve("report.html");
        assertTrue(assertThrows(GladException.class, () -> Report.write(full(), blocked)).getMessage()
                .startsWith("report \"" + blocked + "\" can't be written"));
    }

    private static Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        metrics.put("success", new Success());
        metrics.put("precision", new DistancePrecision());
        metrics.put("normalised-precision", new NormalisedPrecision());
        metrics.put("frames-per-second", new FramesPerSecond());
        return metrics;
    }

    private static Analysis analysis(List<MeasuredSequence> subjects, Map<String, List<Track>> trackers) {
        return new Analysis("procedural", Rules.GENERAL, subjects, METRICS, trackers.entrySet().stream()
                .map(e -> new MeasuredRun(e.getKey(), e.getValue().stream().collect(
                        Collectors.toMap(Track::sequence, t -> Measurement.of(t, METRICS.values()))), Map.of())).toList());
    }

    private static List<MeasuredSequence> subjects(String... names) {
        return Stream.of(names).map(name -> new MeasuredSequence(name, Set.of())).toList();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    static ReportInput full() throws IOException {
        List<SequenceEntry> entries = new ArrayList<>();
        List<MeasuredSequence> subjects = new ArrayList<>();
        List<Track> own = new ArrayList<>();
        List<Track> still = new ArrayList<>();
        List<Track> matched = new ArrayList<>();
        String[] names = {"blurred-kite", "tiny-bee", "distractor-cups", "crossing-fish", "low-light-cat", "occluded-van"};
        String[] sentences = {"the blurred red kite that climbs to the right", "a tiny yellow dot drifting over the grass",
            "the striped cup, not the plain one beside it", "the blue fish that swims against the others", "",
            "the white van that passes behind the pillar"};
        List<Set<String>> attributes = List.of(Set.of("blur", "fast"), Set.of("tiny"), Set.of("distractor"),
                Set.of("distractor", "crossing"), Set.of("dark"), Set.of("occlusion"));
        for (int i = 0; i < names.length; i++) {
            Track track = walk(names[i], 4 + 3 * i);
            subjects.add(new MeasuredSequence(names[i], attributes.get(i)));
            own.add(track);
            entries.add(new SequenceEntry(names[i], sentences[i], Optional.of(track), "",
                    List.of(new FilmStrip(strip(track, i), "frames 0, 12, 24, 36, 48"))));
            still.add(new Track(names[i], track.groundTruth(), Collections.nCopies(FRAMES, track.groundTruth().get(0)), List.of(),
                    Collections.nCopies(FRAMES, 1e-4)));
            matched.add(walk(names[i], 30 + 4 * i));
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("command", "glad demo");
        provenance.put("experiment", "glad-nano (sha256 5f0c…9a)");
        provenance.put("seed", "7");
        provenance.put("device", "cpu, fp32, 2 threads");
        provenance.put("java", "17.0.13+11");
        provenance.put("weights", "sha256 2b1f00c7d0a64b4f8f9a7b6a43d0b1c2d3e4f5061728394a5b6c7d8e9f001122");
        Map<String, List<Track>> trackers = new LinkedHashMap<>();
        trackers.put("glad-nano", own);
        trackers.put("static box", still);
        trackers.put("correlation matching", matched);
        Analysis analysis = analysis(subjects, trackers);
        return new ReportInput("glad-nano on six held-out scenes",
                "Procedural scenes that training never saw, tracked from the first frame's box and a sentence.",
                analysis, "glad-nano",
                entries, analysis.compare("glad-nano", "correlation matching", 1), provenance);
    }

    @Test
    void wordsAreTintedByHowMuchTheyCount() {
        Track track = walk("walk", 4);
        TintedSentence words = new TintedSentence("names the target", List.of(
                new TintedSentence.Word("red", "0.97", 0.97), new TintedSentence.Word("<tree>", "0.02", 0.02)));
        String page = Report.page(new ReportInput("one", "", analysis(List.of(new MeasuredSequence("walk", Set.of())),
                Map.of("nano", List.of(track))), "nano", List.of(new SequenceEntry("walk", "red <tree>", Optional.of(track), "",
                List.of(new FilmStrip(png(), "frames 0, 1")), List.of(words))), List.of(), Map.of()));
        assertTrue(page.contains("<span class=\"word\" style=\"--t:0.97\">red<small>0.97</small></span>"), page);
        assertTrue(page.contains("--t:0.02\">&lt;tree&gt;<small>"), page);
    }

    private static Track walk(String name, double error) {
        Random random = new Random(name.hashCode());
        List<Box> groundTruth = new ArrayList<>();
        List<Box> predicted = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        double drift = 0;
        for (int i = 0; i < FRAMES; i++) {
            Box box = new Box(30 + 2.4 * i, 40 + 20 * Math.sin(i / 9.0), 44, 36);
            drift = 0.9 * drift + 0.35 * error * random.nextGaussian();
            groundTruth.add(box);
            predicted.add(i == 0 ? box : new Box(box.x() + drift, box.y() - drift / 2, box.w() * 1.05, box.h() * 0.97));
            seconds.add(i == 0 ? 0.12 : 0.018 + 0.002 * random.nextDouble());
        }
        return new Track(name, groundTruth, predicted, List.of(), seconds);
    }

    private static byte[] strip(Track track, int scene) throws IOException {
        BufferedImage image = new BufferedImage(5 * 240 + 4 * 6, 150, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int k = 0; k < 5; k++) {
            Graphics2D cell = (Graphics2D) g.create(k * 246, 0, 240, 150);
            cell.setPaint(new GradientPaint(0, 0, Color.getHSBColor(scene / 6f, 0.2f, 0.75f), 240, 150,
                    Color.getHSBColor(scene / 6f + 0.2f, 0.5f, 0.45f)));
            cell.fillRect(0, 0, 240, 150);
            Box groundTruth = track.groundTruth().get(k * 12);
            Box predicted = track.predicted().get(k * 12);
            cell.setColor(Color.getHSBColor(scene / 6f + 0.5f, 0.8f, 0.9f));
            cell.fillOval((int) groundTruth.x(), (int) groundTruth.y(), (int) groundTruth.w(), (int) groundTruth.h());
            cell.setStroke(new BasicStroke(2));
            cell.setColor(new Color(0x00866a));
            cell.drawRect((int) groundTruth.x(), (int) groundTruth.y(), (int) groundTruth.w(), (int) groundTruth.h());
            cell.setColor(new Color(0x1d5fbf));
            cell.drawRect((int) predicted.x(), (int) predicted.y(), (int) predicted.w(), (int) predicted.h());
            cell.dispose();
        }
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] png() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
    }
}

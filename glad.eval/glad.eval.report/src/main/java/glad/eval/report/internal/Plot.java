package glad.eval.report.internal;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.eval.Curve;
import glad.base.WholeFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The curves of some trackers in one drawing: for a page, which has the legend as text, or for a file of its own. */
public final class Plot {

    /** Colours that stay apart for colour-blind readers; the first is the tracker's own. */
    static final List<Color> COLOURS = List.of(new Color(0x1d5fbf), new Color(0xd55e00), new Color(0x00866a),
            new Color(0xb0447f), new Color(0x8a6d00), new Color(0x4b4f58));

    /** The first is the tracker's own. Dashes end at right angles: round ends, which are as long as the line is wide, would close the gaps. */
    private static final List<BasicStroke> STROKES = List.of(new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND),
            new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND), dashed(6, 4), dashed(2, 3), dashed(8, 3, 2, 3));
    private static final Color INK = new Color(0x4b5563);
    private static final Color RULE = new Color(0xc3c8d0);
    private static final Color GRID = new Color(0xe6e8ec);

    private Plot() {}

    private static BasicStroke dashed(float... lengths) {
        return new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, lengths, 0f);
    }

    /**
     * Returns an {@code <svg>} element: shares in % over thresholds.
     *
     * @param id a prefix for ids inside the element, unique in the page
     * @param curves at least one; the first is drawn on top
     * @param places those of their trackers, 0 being the report's own
     * @throws GladException (failure) if this Java has no font to write the axes with
     */
    static String svg(String id, List<Curve> curves, List<Integer> places) {
        XYChart chart = new XYChartBuilder().width(440).height(300).build();
        style(chart);
        draw(chart, curves, places, IntStream.range(0, curves.size()).mapToObj(i -> "curve " + i).toList());
        return element(id, chart);
    }

    /**
     * Writes a drawing with a legend and titles.
     *
     * @param curves at least one
     * @param names what the legend says of each
     * @param file without its ending: {@code .svg} and {@code .png} are written
     * @throws GladException (failure) if this Java has no font, or the files can't be written
     */
    public static void write(List<Curve> curves, List<String> names, Path file) {
        XYChart chart = new XYChartBuilder().width(760).height(520).title(curves.get(0).name())
                .xAxisTitle(curves.get(0).threshold()).yAxisTitle("frames, %").build();
        style(chart);
        XYStyler style = chart.getStyler();
        style.setChartTitleVisible(true);
        style.setChartTitleBoxVisible(false);
        style.setAxisTitlesVisible(true);
        style.setLegendVisible(true);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendPosition(LegendPosition.OutsideE);
        draw(chart, curves, IntStream.range(0, curves.size()).boxed().toList(), names);
        try {
            ByteArrayOutputStream svg = new ByteArrayOutputStream();
            VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
            WholeFile.write(file.resolveSibling(file.getFileName() + ".svg"), svg.toByteArray());
            WholeFile.write(file.resolveSibling(file.getFileName() + ".png"),
                    BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG));
        } catch (IOException e) {
            throw GladException.failure(
                    "plot \"" + file + "\" can't be written: " + Reason.of(e) + "; check the folder and the free space", e);
        } catch (InternalError | LinkageError e) {
            throw noFont(e);
        }
    }

    private static void draw(XYChart chart, List<Curve> curves, List<Integer> places, List<String> names) {
        double[] thresholds = curves.get(0).thresholds();
        chart.getStyler().setXAxisMin(thresholds[0]);
        chart.getStyler().setXAxisMax(thresholds[thresholds.length - 1]);
        // What is drawn last lies on top, and stands last in the legend.
        boolean legend = chart.getStyler().isLegendVisible();
        for (int k = 0; k < curves.size(); k++) {
            int i = legend ? k : curves.size() - 1 - k;
            Curve curve = curves.get(i);
            // The last point again, a hair further: evenly spaced points would each ask for a tick of their own.
            double[] x = Arrays.copyOf(curve.thresholds(), thresholds.length + 1);
            x[thresholds.length] = Math.nextUp(thresholds[thresholds.length - 1]);
            double[] y = IntStream.rangeClosed(0, thresholds.length)
                    .mapToDouble(j -> 100 * curve.values()[Math.min(j, thresholds.length - 1)]).toArray();
            XYSeries series = chart.addSeries(names.get(i), x, y);
            series.setMarker(SeriesMarkers.NONE);
            series.setLineColor(of(COLOURS, places.get(i)));
            series.setLineStyle(of(STROKES, places.get(i)));
        }
    }

    /** Returns an {@code <svg>} element that stands for the curve of a tracker where it is named. @param place 0 for the report's own */
    static String mark(int place) {
        BasicStroke stroke = of(STROKES, place);
        StringBuilder dashes = new StringBuilder();
        for (int i = 0; stroke.getDashArray() != null && i < stroke.getDashArray().length; i++) {
            dashes.append(i == 0 ? "" : " ").append((int) stroke.getDashArray()[i]);
        }
        return String.format(Locale.ROOT, "<svg class=\"mark\" viewBox=\"0 0 26 4\" aria-hidden=\"true\"><path d=\"M0 2h26\" stroke=\"#%06x\" stroke-width=\"%d\"%s/></svg>",
                of(COLOURS, place).getRGB() & 0xffffff, (int) stroke.getLineWidth(), dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
    }

    /** The first is the report's own alone. */
    private static <T> T of(List<T> all, int place) {
        return all.get(place == 0 ? 0 : 1 + (place - 1) % (all.size() - 1));
    }

    private static void style(XYChart chart) {
        XYStyler style = chart.getStyler();
        style.setYAxisMin(0.0);
        style.setYAxisMax(100.0);
        style.setXAxisDecimalPattern("0.##");
        style.setYAxisDecimalPattern("0");
        style.setAxisTitlesVisible(false);
        style.setAxisTickMarksColor(RULE);
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setXAxisTickLabelsColor(INK);
        style.setYAxisTickLabelsColor(INK);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1f));
        style.setPlotMargin(0);
        style.setPlotContentSize(0.98);
        style.setPlotBorderColor(RULE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartPadding(4);
        style.setChartTitleVisible(false);
        style.setLegendVisible(false);
        style.setLocale(Locale.ROOT);
    }

    private static String element(String id, XYChart chart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InternalError | LinkageError e) {
            throw noFont(e);
        }
        String document = bytes.toString(StandardCharsets.UTF_8);
        String element = document.substring(document.indexOf("<svg"));
        int open = element.indexOf('>');
        // A page needs no name spaces, its CSS sets the size, and ids must be unique in it.
        return "<svg viewBox=\"0 0 440 300\" aria-hidden=\"true\"" + element.substring(open)
                .replaceAll("clip(\\d+)", id + "-clip$1")
                .replaceAll(">\\s+<", "><");
    }

    /** An {@code InternalError} is what Java's font system throws where there is no font at all. */
    private static GladException noFont(Error e) {
        return GladException.failure(
                "the plot can't be drawn: Java finds no font; install fontconfig and a font such as DejaVu", e);
    }
}

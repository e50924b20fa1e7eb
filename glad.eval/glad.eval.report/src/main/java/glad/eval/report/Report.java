package glad.eval.report;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.eval.Curve;
import glad.base.WholeFile;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.RankedTracker;
import glad.eval.report.internal.CuesPage;
import glad.eval.report.internal.Page;
import glad.eval.report.internal.Plot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a report: one HTML file that asks nothing of the network, with its plots as inline SVG and its images as data
 * URIs. Each metric of the analysis becomes a column, and a plot if it has a curve. A
 * mean covers the finished sequences and says how many of how many those are; what wasn't measured is shown as a dash.
 */
public final class Report {

    private Report() {}

    /**
     * Writes the page; of two processes that write one, the later wins.
     *
     * @param file where; its folder is made if missing
     * @throws GladException (failure) if it can't be written
     */
    public static void write(ReportInput input, Path file) {
        write(page(input), file);
    }

    private static void write(String page, Path file) {
        try {
            WholeFile.write(file, page);
        } catch (IOException e) {
            throw GladException.failure("report \"" + file + "\" can't be written: " + Reason.of(e) + "; check the folder and the"
                    + " free space", e);
        }
    }

    /**
     * Writes a page of film strips alone, for what there is no ground truth to measure by; else as {@link #write}.
     *
     * @param title the page's heading
     * @param description one or two sentences below it
     * @param sequences what there is to show
     * @param provenance where it comes from, in the order to show
     * @throws GladException (failure) if it can't be written
     */
    public static void writeStrips(String title, String description, List<SequenceEntry> sequences, Map<String, String> provenance, Path file) {
        write(new CuesPage(title, description, sequences, provenance).html(), file);
    }

    /**
     * Writes each metric's curves of all trackers, best first, as {@code METRIC.svg} and {@code METRIC.png}.
     *
     * @param folder made if missing
     * @throws GladException (failure) if they can't be drawn or written
     */
    public static void writePlots(Analysis analysis, Path folder) {
        List<String> ids = List.copyOf(analysis.metrics().keySet());
        for (int m = 0; m < ids.size(); m++) {
            List<Curve> curves = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (RankedTracker standing : analysis.standings()) {
                Optional<Curve> curve = analysis.curve(standing.tracker(), ids.get(m));
                if (curve.isPresent()) {
                    curves.add(curve.get());
                    names.add(String.format(Locale.ROOT, "%s [%.1f]%s", analysis.label(standing.tracker()),
                            standing.scores().get(m).value(), standing.complete() ? "" : " " + standing.coverage()));
                }
            }
            if (!curves.isEmpty()) {
                Plot.write(curves, names, folder.resolve(ids.get(m)));
            }
        }
    }

    /** Returns the page's HTML. */
    public static String page(ReportInput input) {
        return new Page(input).html();
    }
}

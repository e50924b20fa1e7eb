package glad.eval.report;

import glad.api.GladException;
import glad.api.eval.Metric;
import glad.eval.report.internal.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes a report: one HTML file that asks nothing of the network, with its plots as inline SVG and its pictures as data
 * URIs. Each metric becomes a column, and a plot if it has a curve. A mean covers the finished sequences and says how many
 * of how many those are; what wasn't measured is shown as a dash.
 */
public final class Report {

    private final List<Metric> metrics;

    /** @param metrics the columns, from left to right */
    public Report(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    /**
     * Writes the page, aside first and then renamed.
     *
     * @param file where; its folder is made if missing
     * @throws GladException (failure) if it can't be written
     */
    public void write(ReportInput input, Path file) {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(aside, page(input));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw GladException.failure("report \"" + file + "\" can't be written: " + e + "; check the folder and the"
                    + " free space", e);
        }
    }

    /** Returns the page's HTML. */
    public String page(ReportInput input) {
        return new Page(metrics, input).html();
    }
}

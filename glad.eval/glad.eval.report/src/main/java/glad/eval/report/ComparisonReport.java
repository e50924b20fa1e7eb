package glad.eval.report;

import glad.api.GladException;
import glad.api.Reason;
import glad.base.WholeFile;
import glad.eval.analysis.Comparison;
import glad.eval.report.internal.ComparisonPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes comparisons with a baseline as one HTML file that asks nothing of the network: tables with a forest plot of the differences. */
public final class ComparisonReport {

    private ComparisonReport() {}

    /**
     * Writes the page.
     *
     * @param title the page's heading
     * @param description one or two sentences below it
     * @param file where; its folder is made if missing
     * @throws GladException (failure) if it can't be written
     */
    public static void write(String title, String description, List<Comparison> comparisons, Path file) {
        try {
            WholeFile.write(file, new ComparisonPage(title, description, comparisons).html());
        } catch (IOException e) {
            throw GladException.failure("report \"" + file + "\" can't be written: " + Reason.of(e) + "; check the folder and the"
                    + " free space", e);
        }
    }
}

package glad.eval.report;

import java.util.List;
import java.util.Map;

/**
 * Everything a report page shows. All texts are escaped on the page.
 *
 * @param title the page's heading
 * @param description one or two sentences below it
 * @param tracker what to call the tracker in plots and tables, for example the experiment's name
 * @param sequences every sequence that was asked for, finished or not, in the dataset's order
 * @param comparisons other trackers to show beside it
 * @param provenance where the figures come from (versions, seed, hashes, device, command), in the order to show
 */
public record ReportInput(
        String title,
        String description,
        String tracker,
        List<SequenceEntry> sequences,
        List<Comparison> comparisons,
        Map<String, String> provenance) {}

package glad.eval.report;

import glad.eval.analysis.Analysis;
import glad.eval.analysis.PairedDifference;
import java.util.List;
import java.util.Map;

/**
 * Everything a report page shows. All texts are escaped on the page.
 *
 * @param title the page's heading
 * @param description one or two sentences below it
 * @param analysis the figures of all trackers
 * @param tracker the tracker that the page is about, one of the analysis
 * @param sequences what there is to say and show of the sequences, in the dataset's order; may leave out some
 * @param differences how sure one tracker's lead over another is; may be empty
 * @param provenance where the figures come from (versions, seed, hashes, device, command), in the order to show
 */
public record ReportInput(
        String title,
        String description,
        Analysis analysis,
        String tracker,
        List<SequenceEntry> sequences,
        List<PairedDifference> differences,
        Map<String, String> provenance) {}

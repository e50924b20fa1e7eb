package glad.bench.results;

import glad.api.data.SequenceSet;
import glad.eval.analysis.Analysis;
import glad.eval.analysis.PairedDifference;
import glad.eval.results.RawRun;
import java.util.List;

/**
 * Runs on the same data, measured and put side by side.
 *
 * @param difference by which options of the dataset it differs from other groups, such as {@code seed=2}; empty if there are none
 * @param title what tables call the data
 * @param set the sequences
 * @param runs the results as they were read, whether or not they could be measured
 * @param analysis the figures, with remarks on the runs
 * @param differences how sure the best tracker's lead over each of the others is
 * @param edges where boxes couldn't be cut at the images' edges, in a sentence; empty if nothing asks for that
 * @param problems what can't be read, a line each
 */
public record AnalysedGroup(String difference, String title, SequenceSet set, List<RawRun> runs, Analysis analysis,
        List<PairedDifference> differences, String edges, List<String> problems) {}

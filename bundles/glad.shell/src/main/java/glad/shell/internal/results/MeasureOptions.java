package glad.shell.internal.results;

import glad.api.GladException;
import glad.api.eval.Rules;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.results.ResultsAnalysis;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of which results are measured, on what and how. */
final class MeasureOptions {

    @Option(names = "--results", split = ",", required = true, paramLabel = "DIR",
            description = "Folders or archives (.zip, .tar.gz, .tar.xz) of results, each of one tracker or of many. Results of"
                    + " the same tracker name are repeated runs.")
    private List<Path> places = new ArrayList<>();

    @Option(names = "--dataset", required = true, paramLabel = ShellCommand.DATASET, description = "What they were tracked on.")
    private String dataset;

    @Option(names = "--data", paramLabel = "DIR",
            description = "The dataset's folder or an archive of its annotations, if it needs one.")
    private Path data;

    @Option(names = "--data-set", paramLabel = "KEY=VALUE",
            description = "Set an option of the dataset, for example split=test, for results of others; our own runs say what they"
                    + " were made with. May be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    @Option(names = "--protocol", defaultValue = Datasets.ONE_PASS, paramLabel = "ID",
            description = "How results of others were made; our own runs say it (default: ${DEFAULT-VALUE}).")
    private String protocol;

    @Option(names = "--rules", defaultValue = "official", paramLabel = "RULES",
            description = "official: as the dataset's own evaluation; strict: nothing for free (default: ${DEFAULT-VALUE}).")
    private String rulesName;

    @Option(names = "--exclude-invalid", description = "Take fractions of the frames with a target only.")
    private boolean excludeInvalid;

    @Option(names = "--whole-pixels", description = "Measure predicted boxes cut to whole pixels, as the official tracker stores"
            + " them.")
    private boolean wholePixels;

    @Option(names = "--metrics", split = ",", paramLabel = "ID", description = "Which metrics, the ranking one first.")
    private List<String> metricIds = new ArrayList<>();

    /**
     * Returns what is asked for.
     *
     * @param seed of the paired bootstrap
     * @throws GladException (usage) if dataset, rules or a metric is unknown
     */
    ResultsAnalysis.Request request(Datasets datasets, Metrics metrics, long seed) {
        return new ResultsAnalysis.Request(dataset, places, Optional.ofNullable(data), dataOptions, rules(datasets),
                metricIds.isEmpty() ? metrics.usual() : metrics.some(metricIds), !metricIds.isEmpty(), seed, protocol);
    }

    private Rules rules(Datasets datasets) {
        Rules rules = switch (rulesName) {
            case "official" -> datasets.rules(dataset);
            case "strict" -> Rules.STRICT;
            default -> throw GladException.usage("unknown rules \"" + rulesName + "\"; expected official or strict");
        };
        Rules counted = excludeInvalid ? rules.excludingInvalid() : rules;
        return wholePixels ? counted.onWholePixels() : counted;
    }
}

package glad.shell.internal.results;

import glad.api.GladException;
import glad.api.eval.Rules;
import glad.bench.data.Datasets;
import glad.bench.results.Metrics;
import glad.bench.results.ResultsAnalysis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of how results are measured. */
final class MeasureOptions {

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

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
            description = "Seed of the paired bootstrap (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--metrics", split = ",", paramLabel = "ID", description = "Which metrics, the ranking one first.")
    private List<String> metricIds = new ArrayList<>();

    /**
     * Returns what is asked for.
     *
     * @param dataset what was tracked on
     * @param places folders or archives of results
     * @throws GladException (usage) if dataset, rules or a metric is unknown
     */
    ResultsAnalysis.Request request(Datasets datasets, Metrics metrics, String dataset, List<Path> places) {
        return new ResultsAnalysis.Request(dataset, places, Optional.ofNullable(data), dataOptions, rules(datasets, dataset),
                metricIds.isEmpty() ? metrics.usual() : metrics.some(metricIds), !metricIds.isEmpty(), seed, protocol, List.of());
    }

    /** Returns the dataset's folder; null for the one that the settings know. */
    Path data() {
        return data;
    }

    private Rules rules(Datasets datasets, String dataset) {
        Rules rules = switch (rulesName) {
            case "official" -> datasets.rules(dataset);
            case "strict" -> Rules.STRICT;
            default -> throw GladException.usage("unknown rules \"" + rulesName + "\"; expected official or strict");
        };
        Rules counted = excludeInvalid ? rules.excludingInvalid() : rules;
        return wholePixels ? counted.onWholePixels() : counted;
    }
}

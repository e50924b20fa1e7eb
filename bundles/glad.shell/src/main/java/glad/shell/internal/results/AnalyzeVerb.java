package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.bench.data.Datasets;
import glad.bench.results.AnalysedGroup;
import glad.bench.results.Metrics;
import glad.bench.results.ResultsAnalysis;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns raw results of trackers into tables, plots and a report; needs no images. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=analyze")
@Command(name = "analyze", description = "Measure the raw results of trackers on a dataset and put them side by side. "
        + "Annotations and results are enough, images aren't needed. --json FILE writes the figures to a file instead of "
        + "printing them.")
public final class AnalyzeVerb extends ShellCommand {

    private final Datasets datasets;
    private final Metrics metrics;

    @Mixin
    private MeasureOptions measured;

    @Mixin
    private AnalysisOutput output;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
            description = "Seed of the paired bootstrap (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Made by the component runtime. */
    @Activate
    public AnalyzeVerb(@Reference Datasets datasets, @Reference Metrics metrics) {
        this.datasets = datasets;
        this.metrics = metrics;
    }

    @Override
    protected Result run() throws IOException {
        output.check(json());
        ResultsAnalysis.Request request = measured.request(datasets, metrics, seed);
        try (ResultsAnalysis results = ResultsAnalysis.open(datasets, request, this::remark)) {
            List<AnalysedGroup> groups = results.groups();
            if (groups.size() == 1) {
                return output.write(request, groups.get(0), commandLine());
            }
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", request.dataset());
            StringBuilder text = new StringBuilder();
            List<String> problems = new ArrayList<>();
            for (AnalysedGroup group : groups) {
                Result result = output.write(request, group, commandLine());
                json.withArray("tables").add(((ObjectNode) result.json()).put("differs", group.difference()));
                text.append(result.text()).append(System.lineSeparator()).append(System.lineSeparator());
                problems.addAll(result.problems());
            }
            return new Result(json, text.toString().stripTrailing(), problems);
        }
    }
}

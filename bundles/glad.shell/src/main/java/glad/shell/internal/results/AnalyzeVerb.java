package glad.shell.internal.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.data.Datasets;
import glad.bench.results.AnalysedGroup;
import glad.bench.results.Metrics;
import glad.bench.results.ResultsAnalysis;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Option(names = "--results", split = ",", required = true, paramLabel = "DIR",
            description = "Folders or archives (.zip, .tar.gz, .tar.xz) of results, each of one tracker or of many. Results of"
                    + " the same tracker name are repeated runs.")
    private List<Path> places = new ArrayList<>();

    @Option(names = "--dataset", required = true, paramLabel = ShellCommand.DATASET, description = "What they were tracked on.")
    private String dataset;

    @Parameters(arity = "0..1", hidden = true, paramLabel = "FILE")
    private Path jsonFile;

    /** Made by the component runtime. */
    @Activate
    public AnalyzeVerb(@Reference Datasets datasets, @Reference Metrics metrics) {
        this.datasets = datasets;
        this.metrics = metrics;
    }

    @Override
    protected Result run() throws IOException {
        if (jsonFile != null && !json()) {
            throw GladException.usage("unexpected \"" + jsonFile + "\"; expected options only");
        }
        ResultsAnalysis.Request request = measured.request(datasets, metrics, dataset, places);
        try (ResultsAnalysis results = ResultsAnalysis.open(datasets, request, this::remark)) {
            List<AnalysedGroup> groups = results.groups();
            if (groups.size() == 1) {
                return kept(groups.get(0), output.write(request, groups.get(0), this, List.of()));
            }
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", request.dataset());
            StringBuilder text = new StringBuilder();
            List<String> problems = new ArrayList<>();
            for (AnalysedGroup group : groups) {
                Result result = kept(group, output.write(request, group, this, List.of()));
                json.withArray("tables").add(((ObjectNode) result.json()).put("differs", group.difference()));
                text.append(result.text()).append(System.lineSeparator()).append(System.lineSeparator());
                problems.addAll(result.problems());
            }
            return new Result(json, text.toString().stripTrailing(), problems);
        }
    }

    /** Writes the figures of a group to a file if that is asked for, and returns what there is to print. */
    private Result kept(AnalysedGroup group, Result result) throws JsonProcessingException {
        if (jsonFile == null) {
            return result;
        }
        Path file = AnalysisOutput.named(jsonFile, group);
        OutputFile.write(file, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result.json()) + "\n");
        return new Result(JsonNodeFactory.instance.objectNode().put("json", file.toString()), "", result.problems());
    }
}

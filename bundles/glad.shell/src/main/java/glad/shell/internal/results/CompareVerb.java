package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.StoredEvaluation;
import glad.bench.data.Datasets;
import glad.bench.results.AnalysedGroup;
import glad.bench.results.Metrics;
import glad.bench.results.ResultsAnalysis;
import glad.bench.results.ResultsReport.Strip;
import glad.bench.run.RunFolder;
import glad.runs.RunStore;
import glad.shell.Result;
import glad.shell.ShellCommand;
import glad.shell.internal.model.ModelSource;
import glad.shell.internal.runs.DifferenceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts runs of the folder for results beside each other. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=compare")
@Command(name = "compare", description = "Compare runs with the first of them: figures, and how sure the differences are. With --why also in what"
        + " two runs differ, where they part, and, in a report, what each tracker saw there.")
public final class CompareVerb extends ShellCommand {

    private final RunStore store;
    private final Datasets datasets;
    private final Metrics metrics;
    private final ModelSource source;

    @Parameters(paramLabel = "RUN", arity = "2..*", description = "Which runs, the baseline first.")
    private List<String> ids;

    @Option(names = "--dataset", paramLabel = ShellCommand.DATASET, description = "What they were tracked on, if they don't say it themselves.")
    private String dataset;

    @Mixin
    private MeasureOptions measured;

    @Mixin
    private AnalysisOutput output;

    @Option(names = "--why", description = "Tell of two runs in what they differ and in which sequences and frames they part; with --report draw it.")
    private boolean why;

    @Mixin
    private MinimalCase minimal = new MinimalCase();

    @Option(names = "--most", defaultValue = "3", paramLabel = "N", description = "How many sequences --why tells of (default: ${DEFAULT-VALUE}).")
    private int most;

    /** Made by the component runtime. */
    @Activate
    public CompareVerb(@Reference RunStore store, @Reference Datasets datasets, @Reference Metrics metrics, @Reference ModelSource source) {
        this.store = store;
        this.datasets = datasets;
        this.metrics = metrics;
        this.source = source;
    }

    @Override
    protected Result run() {
        if (ids.stream().distinct().count() < ids.size() || (why || minimal.asked()) && ids.size() > 2) {
            throw GladException.usage(ids.size() > 2 && (why || minimal.asked()) ? "\"" + String.join(" ", ids) + "\" are no two runs; "
                    + (why ? "--why" : "--minimal") + " looks at two" : "\"" + String.join(" ", ids)
                    + "\" names a run twice; expected different ones");
        }
        List<Path> places = ids.stream().map(store::folder).toList();
        if (minimal.asked()) {
            return minimal.of(this, source, evaluation(ids.get(0)), evaluation(ids.get(1)));
        }
        ResultsAnalysis.Request request = measured.request(datasets, metrics, dataset(places), places).called(ids);
        try (ResultsAnalysis results = ResultsAnalysis.open(datasets, request, this::remark)) {
            List<AnalysedGroup> groups = results.groups();
            if (groups.size() > 1) {
                throw GladException.usage("runs \"" + String.join(" ", ids) + "\" were made on different data; name runs on the same");
            }
            return why ? explained(request, groups.get(0)) : output.write(request, groups.get(0), this, List.of());
        }
    }

    private String dataset(List<Path> places) {
        return dataset != null ? dataset : places.stream().map(place -> RunFolder.open(place).content().orElse(new TreeMap<>()).get(RunFolder.DATASET))
                .filter(own -> own != null).findFirst().orElseThrow(() -> GladException.usage("runs \"" + String.join(" ", ids)
                        + "\" don't say what they were tracked on; name it by --dataset"));
    }

    private StoredEvaluation evaluation(String id) {
        return StoredEvaluation.read(RunFolder.open(store.folder(id)), datasets, metrics, measured.data());
    }

    private Result explained(ResultsAnalysis.Request request, AnalysedGroup group) {
        WhyTheyPart parting = WhyTheyPart.of(ids.get(0), ids.get(1), store, group.analysis(), most);
        List<Strip> strips = new ArrayList<>();
        if (output.reports() && parting.parted() > 0) {
            ids.forEach(id -> strips.addAll(parting.strips(this, source, evaluation(id), id)));
        }
        Map<String, String[]> differences = store.difference(ids.get(0), ids.get(1));
        Result figures = output.write(request, group, this, strips);
        ObjectNode json = (ObjectNode) figures.json();
        json.set("differences", DifferenceText.json(differences));
        json.set("partings", parting.json());
        String end = System.lineSeparator() + System.lineSeparator();
        return new Result(json, figures.text() + end + "What differs" + System.lineSeparator() + DifferenceText.text(differences, ids.get(0), ids.get(1), columns())
                + end + parting.text(columns()), figures.problems());
    }
}

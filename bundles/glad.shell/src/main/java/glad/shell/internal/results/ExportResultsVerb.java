package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.SequenceSet;
import glad.api.eval.ResultFormat;
import glad.bench.data.Datasets;
import glad.eval.results.RawResults;
import glad.eval.results.RawRun;
import glad.eval.results.ResultWriter;
import glad.eval.results.SequenceBoxes;
import glad.runtime.Registries;
import glad.runtime.Registry;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes results in a benchmark's format. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=export-results")
@Command(name = "export-results", description = "Write raw results in the format of a benchmark's submission or kit.")
public final class ExportResultsVerb extends ShellCommand {

    private final Datasets datasets;
    private final Registry<ResultFormat> formats;

    @Parameters(paramLabel = "DIR", description = "A run's folder, or any folder or archive of results.")
    private Path place;

    @Option(names = "--format", required = true, paramLabel = "FORMAT",
            description = "official, got10k, trackingnet, lasot or vot, or of another bundle (./glad components lists them).")
    private String format;

    @Option(names = "--out", required = true, paramLabel = "PATH", description = "A folder, or an archive that ends in .zip.")
    private Path out;

    @Option(names = "--tracker", paramLabel = "NAME", description = "Which tracker, if there are several.")
    private String tracker;

    @Option(names = "--dataset", paramLabel = DATASET,
            description = "Write the sequences of this dataset, by its names, and say which are missing.")
    private String dataset;

    @Option(names = "--data", paramLabel = "DIR", description = "The dataset's folder, if it needs one.")
    private Path data;

    @Option(names = "--data-set", paramLabel = "KEY=VALUE", description = "Set an option of the dataset; may be repeated.")
    private List<String> dataOptions = new ArrayList<>();

    /** Made by the component runtime. */
    @Activate
    public ExportResultsVerb(@Reference Datasets datasets, @Reference Registries registries) {
        this.datasets = datasets;
        formats = registries == null ? null : registries.formats(); // none where only the usage is asked for
    }

    @Override
    protected Result run() {
        ResultFormat wanted = formats.get(format);
        SequenceSet set = dataset == null ? null : datasets.open(dataset, data, dataOptions);
        try (RawResults results = RawResults.open(place)) {
            List<String> trackers = results.runs().stream().map(RawRun::tracker).distinct().toList();
            if (tracker == null && trackers.size() > 1) {
                throw GladException.usage("\"" + place + "\" holds the trackers " + String.join(", ", trackers)
                        + "; choose one by --tracker");
            }
            String chosen = tracker == null ? trackers.get(0) : tracker;
            if (!trackers.contains(chosen)) {
                throw GladException.usage(Names.unknown("tracker", chosen, trackers));
            }
            List<String> problems = new ArrayList<>();
            List<Map<String, SequenceBoxes>> runs = new ArrayList<>();
            for (RawRun run : results.runs()) {
                if (run.tracker().equals(chosen)) {
                    runs.add(sequences(run, set, problems));
                }
            }
            ResultWriter.write(wanted, runs, out);
            int count = runs.stream().mapToInt(Map::size).sum();
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("tracker", chosen).put("runs", runs.size())
                    .put("results", count).put("format", format).put("out", out.toString());
            return new Result(json, chosen + ": " + count + " results in " + runs.size() + (runs.size() == 1 ? " run" : " runs")
                    + " written as " + format + " to " + out, problems);
        }
    }

    private Map<String, SequenceBoxes> sequences(RawRun run, SequenceSet set, List<String> problems) {
        Map<String, SequenceBoxes> sequences = new TreeMap<>();
        for (String name : set == null ? run.files().keySet() : set.names()) {
            Optional<SequenceBoxes> found = run.read(name);
            found.ifPresentOrElse(boxes -> sequences.put(name, boxes),
                    () -> problems.add("no result for sequence \"" + name + "\" of " + dataset));
        }
        return sequences;
    }
}

package glad.shell.internal.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.bench.run.Provenance;
import glad.bench.run.RunFolder;
import glad.bench.run.SequenceResult;
import glad.eval.results.RawResults;
import glad.eval.results.RawRun;
import glad.eval.results.SequenceBoxes;
import glad.experiment.ContentHash;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns results of others into run folders. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=import-results")
@Command(name = "import-results", description = "Turn raw results of other trackers (official and PyTracking text, LaSOT and "
        + "TNL2K kits, GOT-10k and TrackingNet submissions, VOT text; folders or archives) into run folders.")
public final class ImportResultsVerb extends ShellCommand {

    @Parameters(paramLabel = "PATH", description = "A folder or an archive (.zip, .tar.gz, .tar.xz), of one tracker or many.")
    private Path place;

    @Option(names = "--out", defaultValue = "${bundle:glad.runs}/imported", paramLabel = "DIR",
            description = "Where the run folders go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--as", paramLabel = "NAME", description = "What to call the tracker, if there is one only.")
    private String name;

    @Override
    protected Result run() throws IOException {
        try (RawResults results = RawResults.open(place)) {
            List<String> trackers = results.runs().stream().map(RawRun::tracker).distinct().toList();
            if (name != null && trackers.size() > 1) {
                throw GladException.usage("\"" + name + "\" can't name all of " + String.join(", ", trackers)
                        + "; leave --as out");
            }
            List<String> problems = new ArrayList<>();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            StringBuilder text = new StringBuilder();
            for (String tracker : trackers) {
                List<RawRun> runs = results.runs().stream().filter(run -> run.tracker().equals(tracker)).toList();
                String called = name == null ? tracker : name;
                for (int i = 0; i < runs.size(); i++) {
                    String number = runs.size() == 1 ? "" : String.format(Locale.ROOT, "_%03d", i + 1);
                    RunFolder folder = RunFolder.open(out.resolve(called.replace('/', '-') + number));
                    int count = write(runs.get(i), called, folder, problems);
                    json.withArray("runs").addObject().put("tracker", called).put("results", count)
                            .put("folder", folder.path().toString());
                    text.append(called).append(": ").append(count).append(" results in ").append(folder.path())
                            .append(System.lineSeparator());
                }
            }
            return new Result(json, text.toString().stripTrailing(), problems);
        }
    }

    /** Writes what can be read and returns how much that is. */
    private int write(RawRun run, String called, RunFolder folder, List<String> problems) throws IOException {
        folder.write(new Provenance(commandLine(), called, "", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "unknown", "unknown", "unknown", 0, Map.of("source", place.toString()), Map.of(), Map.of(), Map.of(),
                Map.of()));
        int count = 0;
        for (Map.Entry<String, Path> file : run.files().entrySet()) {
            try {
                SequenceBoxes found = run.read(file.getKey()).orElseThrow();
                int frames = found.boxes().size();
                folder.write(new SequenceResult(file.getKey(), ContentHash.of("imported", ContentHash.of(file.getValue())),
                        found.boxes(), Collections.nCopies(frames, Double.NaN),
                        found.seconds().size() == frames ? found.seconds() : Collections.nCopies(frames, Double.NaN)));
                count++;
            } catch (GladException e) {
                problems.add(e.getMessage());
            }
        }
        return count;
    }
}

package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.experiment.Experiment;
import glad.experiment.ExperimentLoader;
import glad.experiment.Experiments;
import glad.experiment.WeightNeed;
import glad.nn.weights.LoadReport;
import glad.runtime.WeightReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which weights are there; the parent of the commands about single weight files. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=weights")
@Command(name = "weights", description = "List what each experiment needs of the weights root (GLAD_WEIGHTS, else weights in "
        + "the settings file, else the folder weights): what is there, with size, checksum, tensors and their types, and what is missing, with where people "
        + "get it. --check loads them and tells what each file gives.")
public final class WeightsVerb extends Verb {

    private static final int SHOWN = 3;

    private final Experiments experiments;
    private final ExperimentLoader loader;
    private final ModelFiles files;

    @Parameters(paramLabel = EXPERIMENT, arity = "0..1", description = "Only what this one needs.")
    private String name;

    @Option(names = "--check", description = "Load the experiment's weights without running it, and tell for each file what it fills, "
            + "lacks, and holds besides; ends with exit code 1 if the tracker couldn't run with them.")
    private boolean check;

    @Mixin
    private ModelOptions options;

    /** Made by the component runtime. */
    @Activate
    public WeightsVerb(@Reference Experiments experiments, @Reference ExperimentLoader loader, @Reference ModelFiles files) {
        this.experiments = experiments;
        this.loader = loader;
        this.files = files;
    }

    @Override
    Result run() {
        if (check) {
            return checked();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("experiments");
        StringBuilder text = new StringBuilder();
        for (String each : name != null ? List.of(name) : experiments.names()) {
            List<WeightNeed> needs = WeightNeed.of(name == null ? experiments.read(each, List.of())
                    : options.experiment(experiments, each), files);
            ObjectNode node = list.addObject().put("name", each)
                    .put("complete", needs.stream().allMatch(WeightNeed::met));
            ArrayNode own = node.putArray("needs");
            text.append(each).append(System.lineSeparator());
            needs.forEach(need -> add(need, own.addObject(), text));
        }
        return new Result(json, text.toString().stripTrailing());
    }

    private Result checked() {
        if (name == null) {
            throw GladException.usage("--check needs an experiment; expected ./glad weights EXPERIMENT --check");
        }
        Experiment experiment = options.experiment(experiments, name);
        WeightReport report;
        try (Progress line = progress("check")) {
            report = loader.check(experiment, options.placement(experiment),
                    p -> line.step(p.filled(), p.parameters(), p.reference()));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", experiment.name());
        StringBuilder text = new StringBuilder(experiment.name() + System.lineSeparator()
                + String.format("%8s %8s %10s %11s %8s  %s%n", "filled", "missing", "misshapen", "unexpected", "skipped", "file"));
        ArrayNode list = json.putArray("files");
        for (WeightReport.OfFile file : report.files()) {
            LoadReport found = file.report();
            ObjectNode node = list.addObject().put("reference", file.reference()).put("file", file.file())
                    .put("filled", found.loaded().size());
            file.lacking().forEach(node.putArray("missing")::add);
            found.misshapen().forEach(node.putArray("misshapen")::add);
            found.unexpected().forEach(node.putArray("unexpected")::add);
            file.skipped().forEach(node.putObject("skipped")::put);
            text.append(String.format("%8d %8d %10d %11d %8d  %s%n", found.loaded().size(), file.lacking().size(),
                    found.misshapen().size(), found.unexpected().size(), file.skipped().size(), file.file()));
            some(text, "missing", file.lacking());
            some(text, "misshapen", found.misshapen());
            some(text, "unexpected", found.unexpected());
            some(text, "skipped", file.skipped().entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList());
        }
        report.missing().forEach(json.putArray("missing")::add);
        List<String> problems = report.problems();
        problems.forEach(json.putArray("problems")::add);
        json.put("parameters", report.parameters()).put("complete", problems.isEmpty());
        text.append(String.format("%d of %d parameters filled", report.parameters() - report.missing().size(), report.parameters()));
        return new Result(json, text.toString(), problems);
    }

    private static void some(StringBuilder text, String what, List<String> names) {
        if (!names.isEmpty()) {
            text.append(String.format("%51s%s: %s%s%n", "", what, String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                    names.size() > SHOWN ? ", ..." : ""));
        }
    }

    private static void add(WeightNeed need, ObjectNode json, StringBuilder text) {
        json.put("reference", need.reference()).put("met", need.met());
        text.append(String.format(Locale.ROOT, "  %-8s %s%n", need.met() ? "there" : "missing", need.reference()));
        ArrayNode found = json.putArray("files");
        for (WeightNeed.Found file : need.files()) {
            String types = file.tensors().entrySet().stream().map(e -> e.getValue() + " " + e.getKey())
                    .collect(Collectors.joining(", "));
            ObjectNode node = found.addObject().put("path", file.path()).put("bytes", file.bytes())
                    .put("sha256", file.sha256()).put("format", file.format());
            file.tensors().forEach(node.putObject("tensors")::put);
            text.append(String.format(Locale.ROOT, "           %s: %,d bytes, SHA-256 %s%s%n", file.path(), file.bytes(),
                    file.sha256(), types.isEmpty() ? "" : ", " + file.format() + ", tensors: " + types));
        }
        if (!need.met()) {
            json.put("problem", need.problem()).put("source", need.source());
            text.append(String.format(Locale.ROOT, "           %s%n", need.problem()));
            if (!need.source().isEmpty()) {
                text.append(String.format(Locale.ROOT, "           people get it from %s%n", need.source()));
            }
        }
    }
}

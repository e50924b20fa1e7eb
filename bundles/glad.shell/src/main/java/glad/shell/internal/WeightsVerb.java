package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.model.ModelFiles;
import glad.experiment.Experiments;
import glad.experiment.WeightNeed;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says which weights are there; the parent of the commands about single weight files. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=weights")
@Command(name = "weights", description = "List what each experiment needs of the weights root (GLAD_WEIGHTS, else weights in "
        + "the settings file, else the folder weights): what is there, with size, checksum, tensors and their types, and what is missing, with where people "
        + "get it.")
public final class WeightsVerb extends Verb {

    private final Experiments experiments;
    private final ModelFiles files;

    @Parameters(paramLabel = EXPERIMENT, arity = "0..1", description = "Only what this one needs.")
    private String name;

    /** Made by the component runtime. */
    @Activate
    public WeightsVerb(@Reference Experiments experiments, @Reference ModelFiles files) {
        this.experiments = experiments;
        this.files = files;
    }

    @Override
    Result run() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("experiments");
        StringBuilder text = new StringBuilder();
        for (String each : name != null ? List.of(name) : experiments.names()) {
            List<WeightNeed> needs = WeightNeed.of(experiments.read(each, List.of()), files);
            ObjectNode node = list.addObject().put("name", each)
                    .put("complete", needs.stream().allMatch(WeightNeed::met));
            ArrayNode own = node.putArray("needs");
            text.append(each).append(System.lineSeparator());
            needs.forEach(need -> add(need, own.addObject(), text));
        }
        return new Result(json, text.toString().stripTrailing());
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

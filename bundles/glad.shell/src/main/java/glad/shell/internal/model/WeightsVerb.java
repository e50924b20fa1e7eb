package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.ModelFiles;
import glad.experiment.Experiment;
import glad.experiment.WeightNeed;
import glad.runtime.WeightReport;
import glad.shell.Progress;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which weights are there; the parent of the commands about single weight files. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=weights")
@Command(name = "weights", description = "List what each experiment needs of the weights root (GLAD_WEIGHTS, else weights in "
        + "the settings file, else the folder weights of the checkout or of ~/.local/share/glad): what is there, with size, checksum, tensors and their types, and what is missing, with where people "
        + "get it. --check loads them and tells what each file gives.")
public final class WeightsVerb extends ShellCommand {

    private final ModelSource models;
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
    public WeightsVerb(@Reference ModelSource models, @Reference ModelFiles files) {
        this.models = models;
        this.files = files;
    }

    @Override
    protected Result run() {
        if (check) {
            return checked();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("experiments");
        StringBuilder text = new StringBuilder();
        for (String each : name != null ? List.of(name) : models.experiments().names()) {
            List<WeightNeed> needs = WeightNeed.of(name == null ? models.experiments().read(each, List.of())
                    : options.experiment(models, each), files);
            ObjectNode node = list.addObject().put("name", each)
                    .put("complete", needs.stream().allMatch(WeightNeed::met));
            ArrayNode own = node.putArray("needs");
            text.append(each).append(System.lineSeparator());
            needs.forEach(need -> WeightTexts.add(need, own.addObject(), text));
        }
        return new Result(json, text.toString().stripTrailing());
    }

    private Result checked() {
        if (name == null) {
            throw GladException.usage("--check needs an experiment; expected ./glad weights EXPERIMENT --check");
        }
        Experiment experiment = options.experiment(models, name);
        WeightReport report;
        try (Progress line = progress("check", "tensors")) {
            report = models.loader().check(experiment, options.placement(experiment),
                    p -> line.step(p.filled(), p.parameters(), p.reference()));
        }
        return WeightTexts.of(experiment.name(), report);
    }
}

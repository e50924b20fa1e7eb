package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists experiments, or shows one with overrides applied. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=experiments")
@Command(name = "experiments", description = "List the experiments, or show one as it would run.")
public final class ExperimentsVerb extends Verb {

    private final Experiments experiments;

    @Parameters(paramLabel = EXPERIMENT, arity = "0..1", description = "Show this one in full.")
    private String name;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a key of the one shown; may be repeated.")
    private List<String> changes = new ArrayList<>();

    /** Made by the component runtime. */
    @Activate
    public ExperimentsVerb(@Reference Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    Result run() throws IOException {
        if (name != null) {
            Experiment experiment = experiments.read(name, changes);
            YAMLMapper yaml = YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
            return new Result(experiment.tree(), yaml.writeValueAsString(experiment.tree()).stripTrailing());
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("experiments");
        StringBuilder text = new StringBuilder();
        for (String each : experiments.names()) {
            ObjectNode node = list.addObject().put("name", each);
            String about;
            try {
                about = experiments.read(each, List.of()).description();
                node.put("description", about);
            } catch (GladException e) {
                about = "can't be used: " + e.getMessage();
                node.put("problem", e.getMessage());
            }
            text.append(String.format("%-20s %s%n", each, about));
        }
        return new Result(json, list.isEmpty() ? "no experiments" : text.toString().stripTrailing());
    }
}

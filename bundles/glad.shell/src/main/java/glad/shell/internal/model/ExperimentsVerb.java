package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import glad.api.GladException;
import glad.experiment.Experiment;
import glad.experiment.Experiments;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.io.IOException;
import java.nio.file.Path;
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
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=experiments")
@Command(name = "experiments", description = "List the experiments, show one as it would run, or import a configuration of the "
        + "official implementation: experiments import FILE --as NAME.")
public final class ExperimentsVerb extends ShellCommand {

    private static final String IMPORT = "import";

    private final Experiments experiments;

    @Parameters(paramLabel = EXPERIMENT, index = "0", arity = "0..1",
            description = "Show this one in full; \"import\" to import one.")
    private String name;

    @Parameters(paramLabel = "FILE", index = "1", arity = "0..1",
            description = "A configuration file of the official implementation, to import.")
    private Path file;

    @Option(names = "--as", paramLabel = "NAME", description = "How the imported experiment is called.")
    private String as;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a key of the one shown; may be repeated.")
    private List<String> changes = new ArrayList<>();

    /** Made by the component runtime. */
    @Activate
    public ExperimentsVerb(@Reference Experiments experiments) {
        this.experiments = experiments;
    }

    @Override
    protected Result run() throws IOException {
        if (IMPORT.equals(name)) {
            return importOfficial();
        }
        if (file != null || as != null) {
            throw GladException.usage("FILE and --as belong to \"import\"; expected: experiments import FILE --as NAME");
        }
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

    private Result importOfficial() {
        if (file == null || as == null) {
            throw GladException.usage("an import needs a file and a name; expected: experiments import FILE --as NAME");
        }
        List<String> unmapped = experiments.add(as, file).unmapped();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", as);
        unmapped.forEach(json.putArray("unmapped")::add);
        StringBuilder text = new StringBuilder("imported as experiment " + as + "; ./glad experiments " + as + " shows it");
        unmapped.forEach(line -> text.append(System.lineSeparator()).append("not mapped: ").append(line));
        return new Result(json, text.toString());
    }
}

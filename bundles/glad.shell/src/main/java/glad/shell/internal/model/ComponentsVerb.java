package glad.shell.internal.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Dataset;
import glad.api.data.PairSourceFactory;
import glad.api.eval.ResultFormat;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.api.track.Protocol;
import glad.api.track.TrackerFactory;
import glad.api.train.TrainingStageFactory;
import glad.runtime.PartInfo;
import glad.runtime.Registries;
import glad.runtime.Registry;
import glad.shell.Result;
import glad.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what experiments can be made of. */
@Component(service = ShellCommand.class, scope = ServiceScope.PROTOTYPE, property = ShellCommand.NAME + "=components")
@Command(name = "components", description = "List every part by kind, with its bundle and its options.")
public final class ComponentsVerb extends ShellCommand {

    private record Entry(String kind, String id, String bundle, OptionSchema options, String about) {}

    private final Registries registries;

    @Parameters(paramLabel = PART, arity = "0..1", description = "Show only the parts of this id.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public ComponentsVerb(@Reference Registries registries) {
        this.registries = registries;
    }

    @Override
    protected Result run() {
        List<Entry> entries = new ArrayList<>();
        for (PartInfo part : registries.parts().list()) {
            entries.add(new Entry(part.kind().label(), part.id(), part.provider(), part.options(), ""));
        }
        add(entries, registries.datasets(), Dataset::options, Dataset::description);
        add(entries, registries.pairs(), PairSourceFactory::options, pairs -> "training pairs");
        add(entries, registries.stages(), TrainingStageFactory::options, stage -> "trains " + String.join(", ", new TreeSet<>(stage.trains())));
        add(entries, registries.trackers(), tracker -> OptionSchema.of(), TrackerFactory::description);
        add(entries, registries.protocols(), protocol -> OptionSchema.of(), Protocol::description);
        add(entries, registries.metrics(), metric -> OptionSchema.of(), metric -> metric.name() + " in " + metric.unit());
        add(entries, registries.formats(), format -> OptionSchema.of(), ResultFormat::description);
        add(entries, registries.embedded(), model -> OptionSchema.of(), model -> String.join(", ", new TreeSet<>(model.names())));
        if (id != null) {
            List<String> known = entries.stream().map(Entry::id).toList();
            if (!known.contains(id)) {
                throw GladException.usage(Names.unknown("component", id, known));
            }
            entries.removeIf(e -> !e.id().equals(id));
        }
        return new Result(json(entries, registries.problems()), text(entries, registries.problems()));
    }

    private static <S> void add(List<Entry> entries, Registry<S> registry, Function<S, OptionSchema> options, Function<S, String> about) {
        registry.list().forEach(entry -> entries.add(new Entry(registry.kind(), entry.id(), entry.provider(),
                options.apply(entry.service()), about.apply(entry.service()))));
    }

    private static ObjectNode json(List<Entry> entries, List<String> problems) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode list = root.putArray("components");
        for (Entry entry : entries) {
            ObjectNode node = list.addObject().put("kind", entry.kind()).put("id", entry.id()).put("bundle", entry.bundle());
            ArrayNode options = node.putArray("options");
            for (Option option : entry.options().options()) {
                options.addObject().put("key", option.key()).put("accepts", option.expectation())
                        .put("description", option.description()).putPOJO("default", option.defaultValue());
            }
        }
        problems.forEach(root.putArray("problems")::add);
        return root;
    }

    private static String text(List<Entry> entries, List<String> problems) {
        StringBuilder out = new StringBuilder();
        String kind = "";
        for (Entry entry : entries) {
            if (!entry.kind().equals(kind)) {
                kind = entry.kind();
                out.append(out.isEmpty() ? "" : "\n").append(kind).append('\n');
            }
            out.append(String.format("  %-22s from %s%s%n", entry.id(), entry.bundle(),
                    entry.about().isEmpty() ? "" : ": " + entry.about()));
            for (Option option : entry.options().options()) {
                out.append(String.format("      %-18s %s (default %s): %s%n", option.key(), option.expectation(),
                        option.defaultValue(), option.description()));
            }
        }
        if (!problems.isEmpty()) {
            out.append("\nnot used\n");
            problems.forEach(problem -> out.append("  ").append(problem).append('\n'));
        }
        return out.toString().stripTrailing();
    }
}

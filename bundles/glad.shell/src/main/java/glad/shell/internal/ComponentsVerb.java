package glad.shell.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.Names;
import glad.api.data.Dataset;
import glad.api.data.PairSourceFactory;
import glad.api.eval.Metric;
import glad.api.model.PartFactory;
import glad.api.options.Option;
import glad.api.options.OptionSchema;
import glad.runtime.PartInfo;
import glad.runtime.Parts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what experiments can be made of. */
@Component(service = Verb.class, scope = ServiceScope.PROTOTYPE, property = Verb.NAME + "=components")
@Command(name = "components", description = "List every part by kind, with its bundle and its options.")
public final class ComponentsVerb extends Verb {

    private record Entry(String kind, String id, String bundle, OptionSchema options, String about) {}

    private final Parts parts;
    private final BundleContext context;

    @Parameters(paramLabel = PART, arity = "0..1", description = "Show only the parts of this id.")
    private String id;

    /** Made by the component runtime. */
    @Activate
    public ComponentsVerb(@Reference Parts parts, BundleContext context) {
        this.parts = parts;
        this.context = context;
    }

    @Override
    Result run() throws InvalidSyntaxException {
        List<Entry> entries = new ArrayList<>();
        for (PartInfo part : parts.list()) {
            entries.add(new Entry(part.kind().label(), part.id(), part.provider(), part.options(), ""));
        }
        addServices(entries, "dataset", Dataset.class, Dataset::options, Dataset::description);
        addServices(entries, "pairs", PairSourceFactory.class, PairSourceFactory::options, p -> "training pairs");
        addServices(entries, "metric", Metric.class, m -> OptionSchema.of(), m -> m.name() + " in " + m.unit());
        if (id != null) {
            List<String> known = entries.stream().map(Entry::id).toList();
            if (!known.contains(id)) {
                throw GladException.usage(Names.unknown("component", id, known));
            }
            entries.removeIf(e -> !e.id().equals(id));
        }
        return new Result(json(entries), text(entries));
    }

    private <S> void addServices(List<Entry> entries, String kind, Class<S> type, Function<S, OptionSchema> options,
            Function<S, String> about) throws InvalidSyntaxException {
        Collection<ServiceReference<S>> found = context.getServiceReferences(type, null);
        for (ServiceReference<S> reference : found.stream()
                .sorted(Comparator.comparing(r -> String.valueOf(r.getProperty(PartFactory.ID)))).toList()) {
            S service = context.getService(reference);
            if (service != null) {
                entries.add(new Entry(kind, String.valueOf(reference.getProperty(PartFactory.ID)),
                        reference.getBundle().getSymbolicName(), options.apply(service), about.apply(service)));
                context.ungetService(reference);
            }
        }
    }

    private static ObjectNode json(List<Entry> entries) {
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
        return root;
    }

    private static String text(List<Entry> entries) {
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
        return out.toString().stripTrailing();
    }
}

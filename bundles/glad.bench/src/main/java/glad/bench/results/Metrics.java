package glad.bench.results;

import glad.api.eval.Metric;
import glad.runtime.Registries;
import glad.runtime.Registry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The metrics that can be had now, by id: the tracking community's usual ones first. */
@Component(service = Metrics.class)
public final class Metrics {

    private static final List<String> FIRST =
            List.of("success", "op50", "op75", "precision", "normalised-precision", "frames-per-second");

    private final Registry<Metric> registry;

    /** Made by the component runtime. */
    @Activate
    public Metrics(@Reference Registries registries) {
        registry = registries.metrics();
    }

    /** Returns those that tables show without being asked, in the order of tables. */
    public Map<String, Metric> usual() {
        Map<String, Metric> usual = new LinkedHashMap<>();
        registry.list().stream().filter(entry -> !entry.service().extra()).map(Registry.Entry::id)
                .sorted(Comparator.comparing(Metrics::place).thenComparing(Comparator.naturalOrder()))
                .forEach(id -> usual.put(id, registry.get(id)));
        return usual;
    }

    /** Returns some in the order given. @throws GladException (usage) if one is unknown */
    public Map<String, Metric> some(List<String> ids) {
        Map<String, Metric> some = new LinkedHashMap<>();
        ids.forEach(id -> some.put(id, registry.get(id)));
        return some;
    }

    private static int place(String id) {
        int place = FIRST.indexOf(id);
        return place < 0 ? FIRST.size() : place;
    }
}

package glad.shell.internal;

import glad.api.GladException;
import glad.api.Names;
import glad.api.eval.Metric;
import glad.api.model.PartFactory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The metrics that can be had now, by id: the tracking community's usual ones first. */
@Component(service = Metrics.class)
public final class Metrics {

    private static final List<String> FIRST =
            List.of("success", "op50", "op75", "precision", "normalised-precision", "frames-per-second");

    @Reference(service = Metric.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Map.Entry<Map<String, Object>, Metric>> found = List.of();

    /** Returns those that tables show without being asked, in the order of tables. */
    Map<String, Metric> usual() {
        Map<String, Metric> usual = byId();
        found.stream().filter(e -> Boolean.TRUE.equals(e.getKey().get(Metric.EXTRA))).forEach(e -> usual.remove(id(e)));
        return usual;
    }

    /** Returns some in the order given. @throws GladException (usage) if one is unknown */
    Map<String, Metric> some(List<String> ids) {
        Map<String, Metric> all = byId();
        Map<String, Metric> some = new LinkedHashMap<>();
        for (String id : ids) {
            if (!all.containsKey(id)) {
                throw GladException.usage(Names.unknown("metric", id, all.keySet()));
            }
            some.put(id, all.get(id));
        }
        return some;
    }

    /** Returns all in the order of tables. */
    Map<String, Metric> byId() {
        Map<String, Metric> sorted = new LinkedHashMap<>();
        found.stream().sorted(Comparator.comparing((Map.Entry<Map<String, Object>, Metric> e) -> place(id(e)))
                .thenComparing(Metrics::id)).forEach(e -> sorted.put(id(e), e.getValue()));
        return sorted;
    }

    private static String id(Map.Entry<Map<String, Object>, Metric> entry) {
        return String.valueOf(entry.getKey().get(PartFactory.ID));
    }

    private static int place(String id) {
        int place = FIRST.indexOf(id);
        return place < 0 ? FIRST.size() : place;
    }
}

package glad.runtime;

import glad.api.GladException;
import glad.api.model.PartFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The parts that can be had now: a {@link Registry} for each kind. What a model was composed of isn't touched by later changes
 * here. The component is immediate, so that it lives as long as its bundle and forgets nobody.
 */
@Component(service = Parts.class, immediate = true)
public final class Parts {

    private final Map<PartKind, Registry<PartFactory<?>>> kinds = new EnumMap<>(PartKind.class);

    /** Makes an empty registry of each kind. */
    public Parts() {
        for (PartKind kind : PartKind.values()) {
            kinds.put(kind, new Registry<>(kind.label()));
        }
    }

    /** Makes registries that follow a framework's services. */
    @Activate
    public Parts(BundleContext context) {
        this();
        kinds.forEach((kind, registry) -> registry.follow(context, kind.service()));
    }

    /**
     * Adds a factory.
     *
     * @param provider who offers it, for messages
     */
    public void offer(PartKind kind, String id, PartFactory<?> factory, String provider) {
        if (!kind.service().isInstance(factory)) {
            throw new IllegalArgumentException(factory + " makes no " + kind.label());
        }
        kinds.get(kind).offer(id, factory, provider);
    }

    /** Takes a factory away again; its provider is remembered for messages. */
    public void withdraw(PartKind kind, PartFactory<?> factory) {
        kinds.get(kind).withdraw(factory);
    }

    /**
     * Returns the factory of an id.
     *
     * @throws GladException (usage) naming the missing id, who used to offer it, and the known ids
     */
    public PartFactory<?> factory(PartKind kind, String id) {
        return kinds.get(kind).get(id);
    }

    /** Returns everything that can be had now, by kind and then by id. */
    public List<PartInfo> list() {
        List<PartInfo> all = new ArrayList<>();
        kinds.forEach((kind, registry) -> registry.list().forEach(
                entry -> all.add(new PartInfo(kind, entry.id(), entry.provider(), entry.service().options()))));
        return all;
    }

    Collection<Registry<PartFactory<?>>> registries() {
        return kinds.values();
    }
}

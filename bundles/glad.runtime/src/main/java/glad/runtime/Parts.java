package glad.runtime;

import glad.api.GladException;
import glad.api.Names;
import glad.api.model.BackboneFactory;
import glad.api.model.DiffusionFactory;
import glad.api.model.FusionFactory;
import glad.api.model.HeadFactory;
import glad.api.model.PartFactory;
import glad.api.model.TextEncoderFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The parts that can be had now, by kind and id. Inside OSGi it follows the factories' services as bundles come and go;
 * elsewhere it is filled by {@link #offer}. What a model was composed of isn't touched by later changes here.
 *
 * <p>The component is immediate, so that it lives as long as its bundle and forgets nobody. Where several bundles
 * offer an id, the one that came last is used. Safe for concurrent use.
 */
@Component(service = Parts.class, immediate = true)
public final class Parts {

    private record Offer(PartFactory<?> factory, String provider) {}

    private final Map<PartKind, Map<String, List<Offer>>> offers = new HashMap<>();
    private final Map<PartKind, Map<String, String>> gone = new HashMap<>();

    /** Makes an empty registry. */
    public Parts() {
        for (PartKind kind : PartKind.values()) {
            offers.put(kind, new TreeMap<>());
            gone.put(kind, new TreeMap<>());
        }
    }

    /**
     * Adds a factory.
     *
     * @param provider who offers it, for messages
     */
    public synchronized void offer(PartKind kind, String id, PartFactory<?> factory, String provider) {
        if (!kind.service().isInstance(factory)) {
            throw new IllegalArgumentException(factory + " makes no " + kind.label());
        }
        offers.get(kind).computeIfAbsent(id, i -> new ArrayList<>()).add(new Offer(factory, provider));
        gone.get(kind).remove(id);
    }

    /** Takes a factory away again; its provider is remembered for messages. */
    public synchronized void withdraw(PartKind kind, String id, PartFactory<?> factory) {
        List<Offer> list = offers.get(kind).getOrDefault(id, List.of());
        for (Offer offer : List.copyOf(list)) {
            if (offer.factory() == factory) {
                list.remove(offer);
                if (list.isEmpty()) {
                    offers.get(kind).remove(id);
                    gone.get(kind).put(id, offer.provider());
                }
            }
        }
    }

    /**
     * Returns the factory of an id.
     *
     * @throws GladException (usage) naming the missing id, who used to offer it, and the known ids
     */
    public synchronized PartFactory<?> factory(PartKind kind, String id) {
        List<Offer> list = offers.get(kind).get(id);
        if (list != null) {
            return list.get(list.size() - 1).factory();
        }
        String provider = gone.get(kind).get(id);
        if (provider == null) {
            throw GladException.usage(Names.unknown(kind.label(), id, offers.get(kind).keySet()));
        }
        throw GladException.usage("no " + kind.label() + " \"" + id + "\": it was offered by bundle " + provider
                + " until that was removed; install it again, or choose of: "
                + (offers.get(kind).isEmpty() ? "none left" : String.join(", ", offers.get(kind).keySet())));
    }

    /** Returns everything that can be had now, by kind and then by id. */
    public synchronized List<PartInfo> list() {
        List<PartInfo> all = new ArrayList<>();
        for (PartKind kind : PartKind.values()) {
            offers.get(kind).forEach((id, list) -> {
                Offer offer = list.get(list.size() - 1);
                all.add(new PartInfo(kind, id, offer.provider(), offer.factory().options()));
            });
        }
        return all;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addText(ServiceReference<TextEncoderFactory> reference, TextEncoderFactory factory) {
        add(PartKind.TEXT, reference, factory);
    }

    void removeText(ServiceReference<TextEncoderFactory> reference, TextEncoderFactory factory) {
        remove(PartKind.TEXT, reference, factory);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDiffusion(ServiceReference<DiffusionFactory> reference, DiffusionFactory factory) {
        add(PartKind.DIFFUSION, reference, factory);
    }

    void removeDiffusion(ServiceReference<DiffusionFactory> reference, DiffusionFactory factory) {
        remove(PartKind.DIFFUSION, reference, factory);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addBackbone(ServiceReference<BackboneFactory> reference, BackboneFactory factory) {
        add(PartKind.BACKBONE, reference, factory);
    }

    void removeBackbone(ServiceReference<BackboneFactory> reference, BackboneFactory factory) {
        remove(PartKind.BACKBONE, reference, factory);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addFusion(ServiceReference<FusionFactory> reference, FusionFactory factory) {
        add(PartKind.FUSION, reference, factory);
    }

    void removeFusion(ServiceReference<FusionFactory> reference, FusionFactory factory) {
        remove(PartKind.FUSION, reference, factory);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addHead(ServiceReference<HeadFactory> reference, HeadFactory factory) {
        add(PartKind.HEAD, reference, factory);
    }

    void removeHead(ServiceReference<HeadFactory> reference, HeadFactory factory) {
        remove(PartKind.HEAD, reference, factory);
    }

    private void add(PartKind kind, ServiceReference<?> reference, PartFactory<?> factory) {
        Object id = reference.getProperty(PartFactory.ID);
        if (id instanceof String text) {
            Bundle bundle = reference.getBundle();
            offer(kind, text, factory, bundle == null ? "unknown" : bundle.getSymbolicName());
        }
    }

    private void remove(PartKind kind, ServiceReference<?> reference, PartFactory<?> factory) {
        if (reference.getProperty(PartFactory.ID) instanceof String text) {
            withdraw(kind, text, factory);
        }
    }
}

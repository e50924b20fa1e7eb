package glad.trackers.internal;

import glad.api.GladException;
import glad.api.model.PartFactory;
import glad.api.track.TrackerFactory;
import glad.runtime.Registry;
import glad.runtime.Settings;
import glad.trackers.Entry;
import glad.trackers.TrackerKind;
import java.util.Collections;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the trackers that the user's {@code trackers.yaml} names, as it is when GLAD starts; those of a kind come and go with it. */
@Component(service = DeclaredTrackers.class, immediate = true)
public final class DeclaredTrackers {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredTrackers.class);

    private final Set<TrackerKind> kinds = new LinkedHashSet<>();
    private final Map<String, ServiceRegistration<TrackerFactory>> offered = new TreeMap<>();
    private final BundleContext context;
    private final SortedMap<String, Entry> entries;
    private boolean began;

    /** Reads the file; one that can't be read is told in the log. */
    @Activate
    public DeclaredTrackers(BundleContext context, @Reference Settings settings) {
        this.context = context;
        this.entries = entries(settings);
    }

    /** Offers what the kinds that are there already can read, and says of the rest why it can't be used. */
    @Activate
    synchronized void begin() {
        began = true;
        entries.keySet().forEach(this::offer);
    }

    private static SortedMap<String, Entry> entries(Settings settings) {
        try {
            return TrackersFile.read(settings.places().trackers());
        } catch (GladException e) {
            LOG.warn("{}", e.getMessage());
            return Collections.emptySortedMap();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addKind(TrackerKind kind) {
        kinds.add(kind);
        offerAll(kind);
    }

    synchronized void removeKind(TrackerKind kind) {
        kinds.remove(kind);
        offerAll(kind);
    }

    private void offerAll(TrackerKind kind) {
        entries.forEach((id, entry) -> {
            if (began && entry.has(kind.key())) {
                offer(id);
            }
        });
    }

    /** Offers the tracker of an entry by the kinds that there are, in place of what was offered before. */
    private void offer(String id) {
        ServiceRegistration<TrackerFactory> before = offered.remove(id);
        if (before != null) {
            before.unregister();
        }
        offered.put(id, context.registerService(TrackerFactory.class, TrackersFile.factory(entries.get(id), kinds),
                new Hashtable<>(Map.of(PartFactory.ID, id, Registry.FILE, entries.get(id).file().toString()))));
    }
}

package glad.runtime;

import glad.api.GladException;
import glad.api.Names;
import glad.api.model.PartFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be had now of one kind of service, by id. Inside OSGi it {@linkplain #follow follows} the services as bundles come
 * and go; elsewhere it is filled by {@link #offer}. Who took something from here keeps it, whatever changes here later.
 *
 * <p>Of several that offer one id the first keeps it and the next takes over when that goes; the others are told when the id
 * is used and in {@link #problems}. Safe for concurrent use.
 *
 * @param <T> the service's interface
 */
public final class Registry<T> {

    /**
     * The service property that names the user's file in which a service is declared, if it is in one. The id of such a service must be
     * nobody else's: where it is, neither is used.
     */
    public static final String FILE = "glad.file";

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    /**
     * One service that can be had.
     *
     * @param id what experiments and commands call it
     * @param provider the bundle that offers it, by symbolic name
     * @param service the service
     * @param <T> its interface
     */
    public record Entry<T>(String id, String provider, T service) {}

    /** The source makes or finds the service when it is first needed; the key is what it is withdrawn by, the file empty if no user's declares it. */
    private record Offer<T>(Object key, String provider, String version, String file, long order, Supplier<T> source) {

        boolean declared() {
            return !file.isEmpty();
        }
    }

    private final String kind;
    private final Map<String, List<Offer<T>>> offers = new TreeMap<>();
    private final Map<String, String> gone = new HashMap<>();
    private final Map<Object, String> nameless = new HashMap<>();
    private final Set<Object> told = new HashSet<>();
    private long arrivals;

    /**
     * Makes an empty registry.
     *
     * @param kind what messages call one of the services, for example {@code dataset}
     */
    public Registry(String kind) {
        this.kind = kind;
    }

    /** Returns what messages call one of the services, for example {@code dataset}. */
    public String kind() {
        return kind;
    }

    /**
     * Adds a service.
     *
     * @param provider who offers it, for messages
     */
    public void offer(String id, T service, String provider) {
        offer(id, service, provider, "");
    }

    /** Adds a service. @param file the user's that declares it; empty if none does */
    synchronized void offer(String id, T service, String provider, String file) {
        add(id, new Offer<>(service, provider, "", file, arrivals, () -> service));
    }

    private void add(String id, Offer<T> offer) {
        arrivals++;
        List<Offer<T>> all = offers.computeIfAbsent(id, i -> new ArrayList<>());
        all.add(offer);
        all.sort(Comparator.comparing((Offer<T> one) -> one.declared()).thenComparingLong(Offer::order));
        gone.remove(id);
    }

    /** Takes a service away again; its provider is remembered for messages. */
    public synchronized void withdraw(T service) {
        remove(service);
    }

    private void remove(Object key) {
        nameless.remove(key);
        told.remove(key);
        for (Map.Entry<String, List<Offer<T>>> entry : offers.entrySet()) {
            entry.getValue().stream().filter(offer -> offer.key().equals(key)).findFirst().ifPresent(offer -> {
                entry.getValue().remove(offer);
                gone.put(entry.getKey(), offer.provider());
            });
        }
        offers.values().removeIf(List::isEmpty);
        gone.keySet().removeAll(offers.keySet());
    }

    /**
     * Returns the service of an id, as {@link #find} does.
     *
     * @throws GladException as {@link #find} does
     */
    public T get(String id) {
        return find(id).service();
    }

    /**
     * Returns the service of an id with its provider. Others that offer the same id are told in the log, each once.
     *
     * @throws GladException (usage) naming the missing id, who used to offer it, and the known ids, or the user's file that gives the id
     *     to another one; (failure) if its bundle can't make it
     */
    public Entry<T> find(String id) {
        Offer<T> offer;
        synchronized (this) {
            List<Offer<T>> all = offers.get(id);
            if (all == null) {
                throw unknown(id);
            }
            offer = all.get(0);
            Offer<T> last = all.get(all.size() - 1);
            if (last != offer && last.declared()) {
                throw GladException.usage(twice(id, offer, last));
            }
            for (Offer<T> other : all.subList(1, all.size())) {
                if (told.add(other.key())) {
                    LOG.warn("{}", twice(id, offer, other));
                }
            }
        }
        T service = offer.source().get();
        if (service == null) {
            throw GladException.failure(kind + " \"" + id + "\" can't be made by bundle \"" + offer.provider()
                    + "\"; the log says why");
        }
        return new Entry<>(id, offer.provider(), service);
    }

    private GladException unknown(String id) {
        String provider = gone.get(id);
        if (provider != null) {
            return GladException.usage("no " + kind + " \"" + id + "\": it was offered by bundle " + provider
                    + " until that was removed; install it again, or choose of: "
                    + (offers.isEmpty() ? "none left" : String.join(", ", offers.keySet())));
        }
        StringBuilder message = new StringBuilder(Names.unknown(kind, id, offers.keySet()));
        nameless.values().stream().sorted().forEach(text -> message.append("; ").append(text));
        return GladException.usage(message.toString());
    }

    private String twice(String id, Offer<T> first, Offer<T> other) {
        if (other.declared()) {
            return kind + " \"" + id + "\" is one of bundle " + first.provider() + " and one of \"" + other.file()
                    + "\"; give that in the file another id";
        }
        boolean same = first.provider().equals(other.provider());
        return kind + " \"" + id + "\" of bundle " + other.provider() + (same ? " " + other.version() : "")
                + " isn't used: bundle " + first.provider() + (same ? " " + first.version() : "")
                + " was first to offer that id; remove one of them, or give one another id";
    }

    /** Returns the ids that can be had, sorted. */
    public synchronized List<String> ids() {
        return List.copyOf(offers.keySet());
    }

    /** Returns everything that can be had now, by id. */
    public List<Entry<T>> list() {
        Map<String, Offer<T>> first = new TreeMap<>();
        synchronized (this) {
            offers.forEach((id, all) -> first.put(id, all.get(0)));
        }
        List<Entry<T>> list = new ArrayList<>();
        first.forEach((id, offer) -> {
            T service = offer.source().get();
            if (service != null) {
                list.add(new Entry<>(id, offer.provider(), service));
            }
        });
        return list;
    }

    /** Returns a sentence about each service that is there and can't be had: its id is taken, or it has none. */
    public synchronized List<String> problems() {
        List<String> problems = new ArrayList<>();
        offers.forEach((id, all) -> all.stream().skip(1).forEach(other -> problems.add(twice(id, all.get(0), other))));
        nameless.values().stream().sorted().forEach(problems::add);
        return problems;
    }

    /**
     * Follows the services of an interface from now on. They are taken from their bundles when they are first needed. It ends with
     * the bundle of the context.
     *
     * @return this
     */
    <S extends T> Registry<T> follow(BundleContext context, Class<S> type) {
        new ServiceTracker<S, ServiceReference<S>>(context, type, null) {

            @Override
            public ServiceReference<S> addingService(ServiceReference<S> reference) {
                come(context, reference);
                return reference;
            }

            @Override
            public void modifiedService(ServiceReference<S> reference, ServiceReference<S> service) {
                go(reference);
                come(context, reference);
            }

            @Override
            public void removedService(ServiceReference<S> reference, ServiceReference<S> service) {
                go(reference);
            }
        }.open();
        return this;
    }

    private synchronized void come(BundleContext context, ServiceReference<? extends T> reference) {
        Bundle bundle = reference.getBundle();
        if (bundle == null) {
            return; // it went again meanwhile
        }
        if (reference.getProperty(PartFactory.ID) instanceof String id && !id.isBlank()) {
            String file = reference.getProperty(FILE) instanceof String named ? named : "";
            add(id, new Offer<>(reference, bundle.getSymbolicName(), bundle.getVersion().toString(), file,
                    (Long) reference.getProperty(Constants.SERVICE_ID), () -> context.getService(reference)));
        } else {
            String text = "a " + kind + " of bundle " + bundle.getSymbolicName() + " can't be used: it has no id; its class needs"
                    + " @GladId(\"...\") beside @Component";
            nameless.put(reference, text);
            LOG.warn("{}", text);
        }
    }

    private synchronized void go(ServiceReference<? extends T> reference) {
        remove(reference);
    }
}

package glad.kit.plugins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import glad.api.GladException;
import glad.api.model.PartFactory;
import glad.kit.Check;
import glad.kit.plugins.Plugin.Offer;
import glad.kit.plugins.Plugin.State;
import glad.kit.plugins.internal.ComponentFaults;
import glad.kit.plugins.internal.JarHead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** Installs one plugin into this framework, which is thrown away afterwards, and checks what it offers. */
@Component(service = PluginTrial.class, scope = ServiceScope.PROTOTYPE)
public final class PluginTrial {

    private final BundleContext context;
    private final Plugins plugins;
    private Bundle bundle;

    /**
     * What came of one check.
     *
     * @param offer what was checked
     * @param check what has to hold
     * @param fault why it doesn't; empty if it does
     */
    public record Outcome(Offer offer, String check, String fault) {}

    /** Made by the component runtime. */
    @Activate
    public PluginTrial(BundleContext context, @Reference Plugins plugins) {
        this.context = context;
        this.plugins = plugins;
    }

    /**
     * Installs and starts the plugin, in the place of one of the same name in the folder of plugins.
     *
     * @param jar its file
     * @return what became of it; {@link Plugin#problem} says why it doesn't start
     */
    public Plugin install(Path jar) {
        String name = jar.getFileName().toString();
        JarHead head = JarHead.of(jar);
        Optional<String> own = head.bundle();
        Stream.of(context.getBundles()).filter(b -> own.isPresent() && own.get().equals(b.getSymbolicName()) && plugins.owns(b))
                .forEach(PluginTrial::remove);
        Optional<String> fault = head.fault(context.getBundles());
        if (fault.isEmpty()) {
            try {
                bundle = context.installBundle(jar.toUri().toString());
                return plugins.look(name, bundle);
            } catch (BundleException e) {
                fault = Optional.of("wasn't accepted by the framework: " + ComponentFaults.words(e));
            }
        }
        return new Plugin(name, own.orElse(""), "", State.BROKEN, "\"" + name + "\" " + fault.get(), List.of());
    }

    private static void remove(Bundle old) {
        try {
            old.uninstall();
        } catch (BundleException e) {
            throw GladException.failure("the plugin \"" + old.getSymbolicName() + "\" can't be uninstalled: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            // Gone already: its file was taken out of the folder of plugins a moment ago.
        }
    }

    /**
     * Checks all that the installed plugin offers.
     *
     * @param data a folder to read a dataset from, or null; then one that needs a folder isn't read
     * @param options values of options, by key; each is for whatever has an option of that key
     * @throws GladException (usage) if nothing has an option of a key
     */
    public List<Outcome> check(Path data, ObjectNode options) {
        List<Outcome> outcomes = new ArrayList<>();
        OfferChecks offers = new OfferChecks(data, options);
        ServiceReference<?>[] services = Objects.requireNonNullElse(bundle.getRegisteredServices(), new ServiceReference<?>[0]);
        for (ServiceReference<?> reference : services) {
            if (reference.getProperty(Plugins.COMMAND) instanceof String name) {
                Offer offer = new Offer("command", name);
                check(offer, () -> offers.ofCommand(name, () -> fresh(reference)), outcomes);
            } else if (reference.getProperty(PartFactory.ID) instanceof String id) {
                for (String type : (String[]) reference.getProperty("objectClass")) {
                    Offer offer = new Offer(Plugins.kind(type), id);
                    check(offer, () -> offers.of(offer, context.getService(reference)), outcomes);
                }
            }
        }
        offers.refuseUnknown();
        return outcomes;
    }

    /** A command line gets a command of its own; all of them go with the plugin. */
    private Object fresh(ServiceReference<?> reference) {
        return context.getServiceObjects(reference).getService();
    }

    /** Uninstalls the plugin again. */
    public void remove() {
        if (bundle != null) {
            remove(bundle);
        }
    }

    private static void check(Offer offer, Supplier<List<Check>> contract, List<Outcome> outcomes) {
        List<Check> checks = List.of();
        try {
            checks = contract.get();
        } catch (GladException e) {
            outcomes.add(new Outcome(offer, "it opens", e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            outcomes.add(new Outcome(offer, "it opens", ComponentFaults.words(e)));
        }
        for (Check check : checks) {
            outcomes.add(new Outcome(offer, check.name(), fault(check)));
        }
    }

    private static String fault(Check check) {
        try {
            check.body().run();
            return "";
        } catch (AssertionError | GladException e) {
            return String.valueOf(e.getMessage());
        } catch (Exception | LinkageError e) {
            return ComponentFaults.words(e);
        }
    }
}

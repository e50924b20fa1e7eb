package glad.kit.plugins;

import glad.kit.plugins.internal.ComponentFaults;
import glad.kit.plugins.internal.Needs;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Says of every bundle, plugin or not, why it or a component of it doesn't run. */
@Component(service = Diagnosis.class)
public final class Diagnosis {

    private final BundleContext framework;
    private final ServiceComponentRuntime components;

    /** Made by the component runtime. */
    @Activate
    public Diagnosis(BundleContext context, @Reference ServiceComponentRuntime components) {
        framework = context.getBundle(0).getBundleContext();
        this.components = components;
    }

    /** Returns all bundles, by number. */
    public List<Bundle> bundles() {
        return List.of(framework.getBundles());
    }

    /** Returns the bundles of a name or a number; usually one. */
    public List<Bundle> bundles(String nameOrNumber) {
        return bundles().stream().filter(bundle -> nameOrNumber.equals(bundle.getSymbolicName())
                || nameOrNumber.equals(Long.toString(bundle.getBundleId()))).toList();
    }

    /** Returns what is wrong with a bundle, as the end of a sentence that begins with its name; empty if nothing is. */
    public Optional<String> problem(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> Needs.missing(bundle, framework).or(() -> Needs.unresolved(bundle, framework))
                    .or(() -> meantToRun(bundle) ? Optional.of("isn't resolved, though all that it needs is here; \"start\" resolves it") : Optional.empty());
            case Bundle.RESOLVED -> meantToRun(bundle) ? Optional.of("was to be started and isn't; \"start\" tells why, or starts it") : Optional.empty();
            case Bundle.ACTIVE -> ComponentFaults.of(components, bundle);
            default -> Optional.empty();
        };
    }

    /** Tells whether a bundle runs, or is part of one that does. */
    public boolean runs(Bundle bundle) {
        return (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0 || isFragment(bundle) && bundle.getState() == Bundle.RESOLVED;
    }

    private static boolean meantToRun(Bundle bundle) {
        return !isFragment(bundle) && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    private static boolean isFragment(Bundle bundle) {
        return Stream.ofNullable(bundle.adapt(BundleRevision.class)).anyMatch(revision -> (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0);
    }
}

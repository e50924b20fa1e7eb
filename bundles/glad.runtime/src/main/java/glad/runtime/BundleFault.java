package glad.runtime;

import glad.api.GladException;
import glad.api.Reason;
import glad.api.model.PartFactory;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** Words errors, and says whose code one comes from if it wasn't expected. */
public final class BundleFault {

    private BundleFault() {}

    /**
     * Returns what went wrong as {@link Reason} has it, behind the name of the bundle whose code went wrong: the first of the
     * stack that offers a service with an id. No bundle is named for a {@link GladException}, a file that can't be read or the
     * memory's end, which aren't its code's fault, nor outside OSGi.
     */
    public static String reason(Throwable thrown) {
        String verb = thrown instanceof LinkageError ? "\" doesn't fit the bundles that are installed here: " : "\" failed: ";
        return bundle(thrown).map(name -> "bundle \"" + name + verb).orElse("") + Reason.of(thrown);
    }

    /** Returns the symbolic name of the bundle whose code went wrong, as for {@link #reason}. */
    public static Optional<String> bundle(Throwable thrown) {
        Bundle own = FrameworkUtil.getBundle(BundleFault.class);
        boolean unexpected = thrown instanceof LinkageError
                || thrown instanceof RuntimeException && !(thrown instanceof GladException || thrown instanceof UncheckedIOException);
        if (own == null || own.getBundleContext() == null || !unexpected) {
            return Optional.empty();
        }
        List<Bundle> offering = Arrays.stream(own.getBundleContext().getBundles()).filter(BundleFault::offers).toList();
        return Arrays.stream(thrown.getStackTrace()).map(frame -> frame.getClassName().replace('.', '/') + ".class")
                .flatMap(file -> offering.stream().filter(bundle -> bundle.getEntry(file) != null))
                .map(Bundle::getSymbolicName).findFirst();
    }

    private static boolean offers(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getState() == Bundle.ACTIVE ? bundle.getRegisteredServices() : null;
        return services != null && Arrays.stream(services).anyMatch(service -> service.getProperty(PartFactory.ID) != null);
    }
}

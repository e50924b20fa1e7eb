package glad.kit.plugins;

import glad.api.model.PartFactory;
import glad.kit.plugins.Plugin.Offer;
import glad.kit.plugins.Plugin.State;
import glad.kit.plugins.internal.ComponentFaults;
import glad.kit.plugins.internal.JarHead;
import glad.kit.plugins.internal.JarHeads;
import glad.kit.plugins.internal.Needs;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Looks at the folders of plugins and at what became of each jar in them. Felix FileInstall installs, updates and removes
 * the bundles; it is silent about a jar that can't be used, and this class is where the reason is found.
 */
@Component(service = Plugins.class)
public final class Plugins {

    /** The framework property that FileInstall watches by: folders, separated by commas. */
    public static final String FOLDERS = "felix.fileinstall.dir";

    /** The property with the name of a command for the shell, which this bundle doesn't know. */
    static final String COMMAND = "glad.command";

    /** Kinds that aren't called as their interfaces are. */
    private static final Map<String, String> CALLED = Map.of("word guidance", "words", "target memory", "memory");
    /** How long a bundle that started may take to offer something. */
    private static final long PATIENCE_MILLISECONDS = 1000;
    /** How long an installation may take, from the last change of the file. */
    private static final long INSTALLATION_MILLISECONDS = 5000;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final JarHeads heads = new JarHeads();

    /** Made by the component runtime. */
    @Activate
    public Plugins(BundleContext context, @Reference ServiceComponentRuntime components) {
        this.context = context;
        this.components = components;
    }

    /** Returns the folders that are watched, whether they exist or not. */
    public List<Path> folders() {
        String folders = context.getProperty(FOLDERS);
        return folders == null ? List.of()
                : Stream.of(folders.split(",")).map(String::strip).filter(f -> !f.isEmpty()).map(Path::of).toList();
    }

    /** Returns the plugins as they are now, by file name. */
    public List<Plugin> list() {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders()) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                found.forEach(jars::add);
            } catch (IOException e) {
                // A folder that isn't there holds no plugins.
            }
        }
        heads.keep(jars);
        return jars.stream().map(this::look).sorted(Comparator.comparing(Plugin::file)).toList();
    }

    /** Returns the sentences about plugins that don't work. */
    public List<String> problems() {
        return list().stream().map(Plugin::problem).filter(problem -> !problem.isEmpty()).toList();
    }

    /** Tells whether a bundle comes from a folder of plugins. */
    boolean owns(Bundle bundle) {
        return file(bundle).map(file -> folders().stream().anyMatch(folder -> file.startsWith(folder.toAbsolutePath().normalize())))
                .orElse(false);
    }

    private Plugin look(Path jar) {
        String name = jar.getFileName().toString();
        JarHead head = heads.of(jar);
        Optional<String> own = head.bundle();
        // A file that couldn't take the place of the one before is told by what is wrong with it, not by the bundle that is left.
        Optional<Bundle> installed = Stream.of(context.getBundles()).filter(bundle -> own.isPresent() && own.get().equals(bundle.getSymbolicName()))
                .filter(bundle -> file(bundle).map(jar.toAbsolutePath().normalize()::equals).orElse(false)).findFirst();
        return installed.map(bundle -> look(name, bundle)).orElseGet(() -> notInstalled(jar, name, head));
    }

    private Plugin notInstalled(Path jar, String name, JarHead head) {
        Optional<String> fault = head.fault(context.getBundles());
        if (fault.isEmpty() && jar.toFile().lastModified() < System.currentTimeMillis() - INSTALLATION_MILLISECONDS) {
            fault = Optional.of("wasn't accepted by the framework: its manifest is damaged; pack it again with bnd");
        }
        return new Plugin(name, "", "", fault.isPresent() ? State.BROKEN : State.NEW, fault.map(f -> quoted(name) + " " + f).orElse(""),
                List.of());
    }

    /**
     * Returns what became of an installed bundle.
     *
     * @param name how messages call it
     */
    public Plugin look(String name, Bundle bundle) {
        List<Offer> offers = new ArrayList<>();
        Optional<String> fault = fault(bundle);
        if (fault.isEmpty()) {
            addOffers(bundle, ComponentFaults.failed(components, bundle), offers);
            fault = ComponentFaults.of(components, bundle);
        }
        if (fault.isEmpty() && offers.isEmpty() && System.currentTimeMillis() - bundle.getLastModified() < PATIENCE_MILLISECONDS) {
            return new Plugin(name, bundle.getSymbolicName(), bundle.getVersion().toString(), State.NEW, "", List.of());
        }
        if (fault.isEmpty() && offers.isEmpty()) {
            fault = Optional.of("offers nothing; expected a class with @GladId and @Component, and its component's XML in OSGI-INF, which bnd"
                    + " writes");
        }
        String sentence = fault.map(f -> quoted(name) + " " + f + Needs.builtFor(bundle).map(b -> "; it was built for " + b).orElse(""))
                .orElse("");
        return new Plugin(name, String.valueOf(bundle.getSymbolicName()), bundle.getVersion().toString(),
                fault.isPresent() ? State.BROKEN : State.WORKS, sentence, offers);
    }

    /** Returns why a bundle doesn't run. */
    private Optional<String> fault(Bundle bundle) {
        if ((bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0) {
            return Optional.empty();
        }
        Optional<String> missing = bundle.getState() == Bundle.INSTALLED ? Needs.missing(bundle, context) : Optional.empty();
        if (missing.isPresent()) {
            return missing;
        }
        try {
            bundle.start();
            return Optional.empty();
        } catch (BundleException e) {
            return Optional.of("can't start: " + ComponentFaults.words(e.getCause() == null ? e : e.getCause()));
        } catch (IllegalStateException e) {
            return Optional.of("was removed just now");
        }
    }

    /** Lists what works; a component that failed once isn't tried again, or each look would log its exception. */
    private void addOffers(Bundle bundle, Set<Object> failed, List<Offer> offers) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> reference : services == null ? new ServiceReference<?>[0] : services) {
            Object id = reference.getProperty(PartFactory.ID);
            Object command = reference.getProperty(COMMAND);
            if (id == null && command == null || failed.contains(reference.getProperty(ComponentConstants.COMPONENT_ID))
                    || !works(reference)) {
                continue;
            }
            if (command instanceof String name) {
                offers.add(new Offer("command", name));
            } else if (id instanceof String known) {
                for (String type : (String[]) reference.getProperty("objectClass")) {
                    offers.add(new Offer(kind(type), known));
                }
            }
        }
        offers.sort(Comparator.comparing(Offer::kind).thenComparing(Offer::id));
    }

    /** Makes the service if nobody did yet: only then does a component that can't be made show. */
    private <S> boolean works(ServiceReference<S> reference) {
        boolean made = context.getService(reference) != null;
        if (made) {
            context.ungetService(reference);
        }
        return made;
    }

    /** Returns {@code text encoder} for {@code glad.api.model.TextEncoderFactory}; words and memory are called as experiments call them. */
    static String kind(String type) {
        String name = type.substring(type.lastIndexOf('.') + 1).replaceFirst("Factory$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return CALLED.getOrDefault(name, name);
    }

    private static Optional<Path> file(Bundle bundle) {
        String location = bundle.getLocation().replaceFirst("^reference:", "");
        return location.startsWith("file:") ? Optional.of(new File(URI.create(location)).toPath().toAbsolutePath().normalize())
                : Optional.empty();
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }
}

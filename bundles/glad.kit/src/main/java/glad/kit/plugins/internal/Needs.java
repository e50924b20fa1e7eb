package glad.kit.plugins.internal;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** What a bundle needs of others, and what of that isn't here. */
public final class Needs {

    private static final Pattern PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([^)]+)\\)");
    private static final Pattern FROM = Pattern.compile("(?<!!)\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("!\\(version>=([^)]+)\\)");

    private Needs() {}

    /** Returns what a bundle lacks, as the end of a sentence that begins with its name; all of it, so that one look is enough. */
    public static Optional<String> missing(Bundle bundle, BundleContext context) {
        List<String> missing = needed(bundle).filter(requirement -> providers(requirement, bundle, context).isEmpty())
                .map(requirement -> sentence(requirement, context)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("needs " + String.join(", and ", new TreeSet<>(missing)));
    }

    /** Returns which bundles, that alone have something that a bundle needs, can't be resolved themselves; as the end of a sentence. */
    public static Optional<String> unresolved(Bundle bundle, BundleContext context) {
        String others = needed(bundle).map(requirement -> providers(requirement, bundle, context))
                .filter(providers -> providers.stream().noneMatch(provider -> (provider.getState() & ~Bundle.INSTALLED) != 0))
                .flatMap(List::stream).map(Bundle::getSymbolicName).distinct().sorted().collect(Collectors.joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of("needs what isn't resolved itself: " + others);
    }

    private static Stream<Requirement> needed(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getRequirements(null).stream().filter(requirement ->
                !Namespace.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !requirement.getNamespace().equals("osgi.wiring.host")
                && requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "resolve").equals("resolve"));
    }

    private static List<Bundle> providers(Requirement requirement, Bundle bundle, BundleContext context) {
        return context.getBundle(0).adapt(FrameworkWiring.class).findProviders(requirement).stream().map(provider -> provider.getRevision().getBundle())
                .filter(provider -> provider != bundle).toList();
    }

    private static String sentence(Requirement requirement, BundleContext context) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        Matcher name = PACKAGE.matcher(filter);
        if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) && name.find()) {
            List<String> here = versions(name.group(1), context);
            return "package " + name.group(1) + range(filter) + (here.isEmpty()
                    ? ", which no bundle here exports (drop the bundle that does beside it, or pack the package into the plugin)"
                    : ", here is " + String.join(" and ", here));
        }
        if (requirement.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            Matcher java = Pattern.compile("version=([\\d.]+)").matcher(filter);
            return "Java " + (java.find() ? java.group(1) : filter) + ", here is Java " + Runtime.version().feature();
        }
        return requirement.getNamespace() + " " + filter + ", which no bundle here has";
    }

    private static String range(String filter) {
        Matcher from = FROM.matcher(filter);
        Matcher below = BELOW.matcher(filter);
        return (from.find() ? " from version " + plain(from.group(1)) : "") + (below.find() ? " below " + plain(below.group(1)) : "");
    }

    private static List<String> versions(String name, BundleContext context) {
        return Stream.of(context.getBundles()).map(b -> b.adapt(BundleRevision.class)).filter(Objects::nonNull)
                .flatMap(r -> r.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(c -> name.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(Needs::version).distinct().sorted().toList();
    }

    private static String version(BundleCapability capability) {
        return plain(String.valueOf(capability.getAttributes().get(Constants.VERSION_ATTRIBUTE)));
    }

    /** Returns a version without zeros that say nothing: {@code 1.0} of {@code 1.0.0}. */
    private static String plain(String version) {
        Version parsed = Version.parseVersion(version);
        return parsed.getMajor() + "." + parsed.getMinor() + (parsed.getMicro() == 0 ? "" : "." + parsed.getMicro());
    }

    /** Returns which packages of ours, in which versions, a bundle was compiled with: what its imports begin at. */
    public static Optional<String> builtFor(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<BundleRequirement> imports = revision == null ? List.of()
                : revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE);
        String ours = imports.stream().map(i -> i.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "")).map(filter -> {
            Matcher name = PACKAGE.matcher(filter);
            Matcher from = FROM.matcher(filter);
            return name.find() && name.group(1).startsWith("glad.") && from.find() ? name.group(1) + " " + plain(from.group(1)) : "";
        }).filter(text -> !text.isEmpty()).distinct().sorted().collect(Collectors.joining(", "));
        return ours.isEmpty() ? Optional.empty() : Optional.of(ours);
    }
}

package glad.kit.plugins.internal;

import java.util.ArrayList;
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
        FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
        List<String> missing = new ArrayList<>();
        for (Requirement requirement : bundle.adapt(BundleRevision.class).getRequirements(null)) {
            boolean needed = !Namespace.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                    && !requirement.getNamespace().equals("osgi.wiring.host")
                    && requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, "resolve").equals("resolve");
            if (needed && wiring.findProviders(requirement).stream().noneMatch(p -> p.getRevision().getBundle() != bundle)) {
                missing.add(sentence(requirement, context));
            }
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of("needs " + String.join(", and ", new TreeSet<>(missing)));
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

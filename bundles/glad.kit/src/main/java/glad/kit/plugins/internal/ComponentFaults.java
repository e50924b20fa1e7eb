package glad.kit.plugins.internal;

import glad.api.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Why a component of a bundle that runs isn't there. */
public final class ComponentFaults {

    private ComponentFaults() {}

    /** Returns what is wrong, as the end of a sentence that begins with the bundle's name. */
    public static Optional<String> of(ServiceComponentRuntime components, Bundle bundle) {
        List<String> faults = new ArrayList<>();
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
            Collection<ComponentConfigurationDTO> made = components.getComponentConfigurationDTOs(component);
            for (ComponentConfigurationDTO configuration : made) {
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                    faults.add("can't make " + component.implementationClass + ": " + firstLine(configuration.failure));
                } else if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
                    faults.add("waits in " + component.implementationClass + " for " + Stream.of(configuration.unsatisfiedReferences)
                            .map(r -> Stream.of(component.references).filter(d -> d.name.equals(r.name)).map(d -> d.interfaceName).findFirst()
                                    .orElse(r.name)).distinct().map(type -> type + ", which " + offerer(components, type)).collect(Collectors.joining(", and for ")));
                }
            }
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(", and ", faults));
    }

    /** Returns who would offer a service, had it what it needs itself; as the end of a sentence. */
    private static String offerer(ServiceComponentRuntime components, String type) {
        String would = components.getComponentDescriptionDTOs().stream().filter(other -> List.of(other.serviceInterfaces).contains(type))
                .map(other -> "bundle " + other.bundle.symbolicName).distinct().sorted().collect(Collectors.joining(" or "));
        return would.isEmpty() ? "no bundle here offers" : would + " would offer (diag says why it doesn't)";
    }

    /** Returns what was thrown with the kind of exception, which its author wants to know. */
    public static String words(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + Reason.of(thrown);
    }

    /** Returns the ids of components that threw when they were made. */
    public static Set<Object> failed(ServiceComponentRuntime components, Bundle bundle) {
        return components.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
                .filter(made -> made.state == ComponentConfigurationDTO.FAILED_ACTIVATION).map(made -> (Object) made.id)
                .collect(Collectors.toSet());
    }

    /** Returns the message of the innermost exception of a stack trace that was printed. */
    private static String firstLine(String trace) {
        List<String> lines = trace.lines().toList();
        return lines.stream().filter(line -> line.startsWith("Caused by: ")).reduce((a, b) -> b).map(line -> line.substring(11))
                .orElse(lines.isEmpty() ? "no reason is known" : lines.get(0)).replaceFirst("^(?:[a-z_]\\w*\\.)+", "").strip();
    }
}

package glad.shell.internal;

import glad.api.GladException;
import glad.api.Names;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/** The bundles that the framework's own commands are told: by name too, which not all of them know by themselves. */
final class BundleWords {

    /** The commands of scope {@code felix} whose arguments are bundles. */
    static final Set<String> COMMANDS = Set.of("bundlelevel", "headers", "refresh", "resolve", "start", "stop", "uninstall", "update");

    private BundleWords() {}

    /**
     * Returns a command's arguments with numbers in place of the bundles' names.
     *
     * @param words options, numbers, locations and names
     * @throws GladException (usage) if a name is no bundle's
     */
    static List<Object> numbered(Bundle[] bundles, List<Object> words) {
        return words.stream().map(word -> word instanceof CharSequence text && isName(text.toString()) ? number(bundles, text.toString()) : word).toList();
    }

    private static boolean isName(String word) {
        return !word.matches("-.*|\\d+|.*[:/].*|.*\\.jar");
    }

    private static Object number(Bundle[] bundles, String name) {
        return Stream.of(bundles).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst().map(bundle -> String.valueOf(bundle.getBundleId()))
                .orElseThrow(() -> GladException.usage(Names.unknown("bundle", name, Stream.of(bundles).map(Bundle::getSymbolicName).toList())));
    }
}

package glad.kit.plugins.internal;

import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * What a jar says of itself, as far as it decides whether it can be installed.
 *
 * @param bundle the symbolic name of its bundle; empty if it is none
 * @param version the version of its bundle; empty if it says none
 * @param damage why it can't be read; empty if it can
 */
public record JarHead(Optional<String> bundle, String version, String damage) {

    /** Reads a jar. */
    public static JarHead of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes headers = file.getManifest() == null ? new Attributes() : file.getManifest().getMainAttributes();
            String version = headers.getValue(Constants.BUNDLE_VERSION);
            return new JarHead(Optional.ofNullable(headers.getValue(Constants.BUNDLE_SYMBOLICNAME))
                    .map(name -> name.replaceFirst(";.*", "").strip()), version == null ? "" : version, "");
        } catch (IOException e) {
            return new JarHead(Optional.empty(), "", Reason.of(e));
        }
    }

    /**
     * Returns why it can't be installed at all, as the end of a sentence that begins with its name.
     *
     * @param others the bundles that are installed
     */
    public Optional<String> fault(Bundle[] others) {
        if (!damage.isEmpty()) {
            return Optional.of("can't be read as a jar: " + damage + "; build or copy it again");
        }
        if (bundle.isEmpty()) {
            return Optional.of("has no OSGi manifest: Bundle-SymbolicName is missing; expected a jar that bnd made, as the projects of"
                    + " \"./glad new\" do");
        }
        for (Bundle other : others) {
            if (bundle.get().equals(other.getSymbolicName()) && other.getVersion().toString().equals(version)) {
                return Optional.of("is bundle " + bundle.get() + " " + version + ", which is installed already from " + other.getLocation()
                        + "; expected another name or version, or only one of the files");
            }
        }
        return Optional.empty();
    }
}

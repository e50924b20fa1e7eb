package glad.kit.plugins.internal;

import glad.api.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** Why a jar can't be installed at all. */
public final class JarFault {

    private JarFault() {}

    /** Returns the symbolic name that a jar's manifest says, if it is a bundle. */
    public static Optional<String> name(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest() == null ? Optional.empty() : name(file.getManifest());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> name(Manifest manifest) {
        return Optional.ofNullable(manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME))
                .map(name -> name.replaceFirst(";.*", "").strip());
    }

    /**
     * Returns what is wrong with a jar, as the end of a sentence that begins with its name.
     *
     * @param others the bundles that are installed
     */
    public static Optional<String> of(Path jar, Bundle[] others) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Optional<String> bundle = manifest == null ? Optional.empty() : name(manifest);
            if (bundle.isEmpty()) {
                return Optional.of("has no OSGi manifest: Bundle-SymbolicName is missing; expected a jar that bnd made, as the projects of"
                        + " \"./glad new\" do");
            }
            String version = manifest.getMainAttributes().getValue(Constants.BUNDLE_VERSION);
            for (Bundle other : others) {
                if (bundle.get().equals(other.getSymbolicName()) && other.getVersion().toString().equals(version)) {
                    return Optional.of("is bundle " + bundle.get() + " " + version + ", which is installed already from " + other.getLocation()
                            + "; expected another name or version, or only one of the files");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("can't be read as a jar: " + Reason.of(e) + "; build or copy it again");
        }
    }
}

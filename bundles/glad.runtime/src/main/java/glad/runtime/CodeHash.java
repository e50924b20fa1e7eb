package glad.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Says which code computes: results of one bundle are no good for another. */
public final class CodeHash {

    private CodeHash() {}

    /** Returns a bundle's version, and the SHA-256 of its file where the framework has it from one. */
    public static String of(Bundle bundle) {
        String location = bundle.getLocation();
        int at = location.indexOf("file:");
        String hash = "";
        try {
            Path file = at < 0 ? null : Path.of(URI.create(location.substring(at)));
            hash = file != null && Files.isRegularFile(file) ? " sha256 " + new Digest().add(file).hex() : "";
        } catch (IOException | IllegalArgumentException e) {
            // The version alone, then.
        }
        return bundle.getVersion() + hash;
    }

    /** Returns this of a class's bundle and of all that it is wired to, by symbolic name; empty outside OSGi. */
    static Map<String, String> of(Class<?> type) {
        Map<String, String> hashes = new TreeMap<>();
        Bundle bundle = FrameworkUtil.getBundle(type);
        if (bundle != null) {
            collect(bundle.adapt(BundleWiring.class), hashes);
        }
        return hashes;
    }

    private static void collect(BundleWiring wiring, Map<String, String> hashes) {
        Bundle bundle = wiring.getBundle();
        if (hashes.putIfAbsent(String.valueOf(bundle.getSymbolicName()), "") != null) {
            return;
        }
        hashes.put(String.valueOf(bundle.getSymbolicName()), of(bundle));
        for (BundleWire wire : wiring.getRequiredWires(null)) {
            collect(wire.getProviderWiring(), hashes);
        }
    }
}

package glad.tests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundles that tests install, and waiting for what they offer. */
final class TestBundles {

    private static final long PATIENCE = 20_000_000_000L;

    private TestBundles() {}

    /** Returns a bundle's jar as it was built. */
    static InputStream jar(String name) {
        return TestBundles.class.getResourceAsStream("/bundles/" + name + ".jar");
    }

    /** Returns the bundle of test parts as another version, whose head answers with another confidence. */
    static InputStream part(String version, double confidence) throws IOException {
        return changed("part", headers -> {
            headers.putValue("Bundle-Version", version);
            headers.putValue("Glad-Variant", Double.toString(confidence));
        });
    }

    /** Returns a bundle's jar with another manifest. */
    static InputStream changed(String name, Consumer<Attributes> change) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(jar(name))) {
            Manifest manifest = in.getManifest();
            change.accept(manifest.getMainAttributes());
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** Returns a bundle of the product. */
    static Bundle find(BundleContext context, String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName())).findFirst().orElseThrow();
    }

    /** Uninstalls bundles and lets nothing go on with their classes that needn't. */
    static void remove(BundleContext context, List<Bundle> bundles) throws Exception {
        for (Bundle bundle : bundles) {
            bundle.uninstall();
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        if (!refreshed.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the framework didn't let go of " + bundles);
        }
    }

    /** Waits until services of an id are there or gone. */
    static void await(BundleContext context, Class<?> type, String id, boolean there) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (find(context, type, id) != null != there) {
            if (System.nanoTime() > end) {
                throw new AssertionError(type.getSimpleName() + " \"" + id + "\" didn't " + (there ? "come" : "go"));
            }
            Thread.sleep(10);
        }
    }

    /** Returns the service of an id, or null. */
    static ServiceReference<?> find(BundleContext context, Class<?> type, String id) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(type.getName(), "(glad.id=" + id + ")");
        return found == null ? null : found[0];
    }

    /** Returns a service of the framework. */
    static <S> S service(BundleContext context, Class<S> type) {
        ServiceReference<S> reference = context.getServiceReference(type);
        if (reference == null) {
            throw new AssertionError("no service " + type.getName());
        }
        return context.getService(reference);
    }
}

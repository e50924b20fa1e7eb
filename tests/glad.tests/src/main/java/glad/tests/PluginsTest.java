package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import glad.kit.plugins.Plugin;
import glad.kit.plugins.Plugin.State;
import glad.kit.plugins.Plugins;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** What becomes of jars in the folder of plugins, and what is said about those that can't be used. */
class PluginsTest {

    private static final String FILE = "tried.jar";

    /** The framework of the tests looks five times a second, the product's three times; a file must rest for one more look. */
    private static final long MILLISECONDS = 2000;

    private final BundleContext context = FrameworkUtil.getBundle(PluginsTest.class).getBundleContext();
    private final Plugins plugins = TestBundles.service(context, Plugins.class);
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(plugins.folders().get(0));
    }

    @AfterEach
    void clear() throws Exception {
        Files.deleteIfExists(folder.resolve(FILE));
        for (long end = System.nanoTime() + 10 * MILLISECONDS * 1_000_000; installed() && System.nanoTime() < end;) {
            Thread.sleep(20);
        }
        assertFalse(installed(), "the bundle of a file that was removed is still there");
    }

    private boolean installed() {
        return Stream.of(context.getBundles()).anyMatch(bundle -> bundle.getLocation().endsWith("/" + FILE));
    }

    private interface Expectation {

        boolean holds(Optional<Plugin> plugin);
    }

    private Optional<Plugin> await(Expectation expected) throws InterruptedException {
        long end = System.nanoTime() + 10 * MILLISECONDS * 1_000_000;
        Optional<Plugin> now = now();
        while (!expected.holds(now) && System.nanoTime() < end) {
            Thread.sleep(20);
            now = now();
        }
        assertTrue(expected.holds(now), "" + now);
        return now;
    }

    private Optional<Plugin> now() {
        return plugins.list().stream().filter(plugin -> plugin.file().equals(FILE)).findFirst();
    }

    private void drop(InputStream jar) throws IOException {
        try (jar) {
            Files.copy(jar, folder.resolve("tried.part"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(folder.resolve("tried.part"), folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Drops a jar that can't be used, and returns what is said about it. */
    private String problem(InputStream jar) throws Exception {
        drop(jar);
        Plugin plugin = await(p -> p.isPresent() && p.get().state() == State.BROKEN && plugins.problems().contains(p.get().problem()))
                .orElseThrow();
        assertTrue(plugin.problem().startsWith("\"tried.jar\" "), plugin.problem());
        String listed = Gogo.run(context, "glad:plugins");
        assertTrue(listed.contains(plugin.problem()), listed);
        return plugin.problem();
    }

    private static InputStream dataset(Consumer<Attributes> change) throws IOException {
        return TestBundles.changed("dataset", change);
    }

    private static void imports(Attributes headers, String from, String to) {
        String imports = headers.getValue("Import-Package");
        String changed = imports.replaceFirst(from, to);
        assertNotEquals(imports, changed);
        headers.putValue("Import-Package", changed);
    }

    @Test
    void aPluginIsThereWithinTwoSecondsAndGoesAgain() throws Exception {
        long start = System.nanoTime();
        drop(TestBundles.jar("dataset"));
        Plugin plugin = await(p -> p.isPresent() && p.get().state() == State.WORKS).orElseThrow();
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        assertTrue(milliseconds < MILLISECONDS, "it took " + milliseconds + " ms");
        assertEquals("glad.example.dataset", plugin.bundle());
        assertEquals("[dataset \"csv-folder\"]", plugin.offers().toString());
        assertTrue(Gogo.run(context, "glad:plugins").contains("dataset \"csv-folder\""));
    }

    @Test
    void anUpdatedPluginTakesThePlaceOfTheOld() throws Exception {
        drop(dataset(headers -> { }));
        await(p -> p.isPresent() && p.get().state() == State.WORKS);
        drop(dataset(headers -> headers.putValue("Bundle-Version", "0.2.0")));
        await(p -> p.isPresent() && p.get().version().equals("0.2.0") && p.get().state() == State.WORKS);
        assertEquals(1, Stream.of(context.getBundles()).filter(b -> "glad.example.dataset".equals(b.getSymbolicName())).count());
    }

    @Test
    void aMissingPackageIsNamed() throws Exception {
        String problem = problem(dataset(headers -> imports(headers, "glad.media;", "org.lab.csv,glad.media;")));
        assertTrue(problem.contains("needs package org.lab.csv, which no bundle here exports"), problem);
        String components = Gogo.run(context, "glad:track --input x --box 1,2,3,4 --experiment nothing");
        assertTrue(components.contains("plugin " + problem), components);
    }

    @Test
    void aPackageThatIsTooNewIsNamedWithTheVersionThatIsHere() throws Exception {
        String problem = problem(dataset(headers -> imports(headers, "glad\\.api\\.data;version=\"[^\"]+\"",
                "glad.api.data;version=\"[7.1,8)\"")));
        assertTrue(problem.contains("needs package glad.api.data from version 7.1 below 8.0, here is 1."), problem);
        assertTrue(problem.matches("(?s).*it was built for glad\\.api 1\\.\\d+, glad\\.api\\.data 7\\.1\\b.*"), problem);
    }

    @Test
    void aNewerJavaIsNamed() throws Exception {
        String problem = problem(dataset(headers -> headers.putValue("Require-Capability",
                headers.getValue("Require-Capability").replace("(version=17)", "(version=99)"))));
        assertTrue(problem.contains("needs Java 99, here is Java " + Runtime.version().feature()), problem);
    }

    @Test
    void aJarThatIsNoBundleIsNamed() throws Exception {
        String problem = problem(dataset(headers -> headers.remove(new Attributes.Name("Bundle-SymbolicName"))));
        assertTrue(problem.contains("has no OSGi manifest"), problem);
        assertTrue(problem(new ByteArrayInputStream(new byte[100])).contains("can't be read as a jar"));
    }

    @Test
    void anExceptionInTheConstructorIsNamed() throws Exception {
        drop(TestBundles.changed("part", headers -> headers.putValue("Glad-Variant", "much")));
        Plugin plugin = await(p -> p.isPresent() && p.get().state() == State.BROKEN && !p.get().offers().isEmpty()).orElseThrow();
        assertTrue(plugin.problem().contains("can't make glad.tests.part.internal.FixedHeadFactory: NumberFormatException"),
                plugin.problem());
        assertEquals(List.of("backbone"), plugin.offers().stream().map(Plugin.Offer::kind).toList());
    }

    @Test
    void aBundleThatIsThereAlreadyIsNamed() throws Exception {
        String problem = problem(TestBundles.changed("dataset", headers -> {
            headers.putValue("Bundle-SymbolicName", "glad.api");
        }));
        assertTrue(problem.contains("is bundle glad.api 0.1.0, which is installed already"), problem);
    }
}

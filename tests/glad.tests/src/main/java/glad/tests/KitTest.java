package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import glad.kit.plugins.Plugin;
import glad.kit.plugins.Plugin.State;
import glad.kit.plugins.PluginTrial;
import glad.kit.plugins.PluginTrial.Outcome;
import glad.kit.plugins.Plugins;
import glad.kit.project.PluginProject;
import glad.kit.project.PluginRepository;
import glad.runtime.Composer;
import glad.runtime.Model;
import glad.runtime.ModelSpec;
import glad.runtime.PartSpec;
import glad.runtime.Placement;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** A new project of every kind, built outside of the checkout by Maven, dropped into this framework, used, and removed. */
class KitTest {

    private static final int OWN_LINES = 60;
    private static final long PATIENCE = 20_000_000_000L;

    private final BundleContext context = FrameworkUtil.getBundle(KitTest.class).getBundleContext();
    private final Plugins plugins = TestBundles.service(context, Plugins.class);
    private final Path home = Path.of(context.getProperty("glad.home")).toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @AfterEach
    void remove() throws Exception {
        for (String kind : PluginProject.kinds()) {
            Files.deleteIfExists(plugins.folders().get(0).resolve("my-" + kind + ".jar"));
        }
        await(List.of());
    }

    @Test
    void everyKindIsBuiltUsedAndRemoved() throws Exception {
        assumeTrue(Files.isDirectory(home.resolve("repository/target/repository")), "the build of all of GLAD lays out the repository");
        PluginRepository repository = PluginRepository.of(home, home, folder);
        StringBuilder modules = new StringBuilder();
        for (String kind : PluginProject.kinds()) {
            List<Path> files = new PluginProject(kind, "my-" + kind).write(folder, repository);
            int lines = 0;
            for (Path file : files) {
                lines += (int) Files.readAllLines(folder.resolve("my-" + kind).resolve(file)).stream().filter(l -> !l.isBlank()).count();
            }
            assertTrue(lines <= OWN_LINES, kind + ": " + lines + " lines");
            modules.append("<module>my-").append(kind).append("</module>");
        }
        // One Maven for all of them: they are independent of each other.
        Files.writeString(folder.resolve("pom.xml"), "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>all</artifactId>"
                + "<version>1</version><packaging>pom</packaging><modules>" + modules + "</modules></project>");
        Files.createDirectories(folder.resolve(".mvn"));
        Files.copy(folder.resolve("my-dataset/.mvn/maven.config"), folder.resolve(".mvn/maven.config"));
        build();
        List<String> offered = new ArrayList<>();
        for (String kind : PluginProject.kinds()) {
            Path built = folder.resolve("my-" + kind + "/target/my-" + kind + "-1.0.0.jar");
            Files.copy(built, plugins.folders().get(0).resolve("my-" + kind + ".jar"));
            offered.add("[" + kind.replace('-', ' ') + " \"my-" + kind + "\"]");
        }
        await(offered);
        track();
        Path one = plugins.folders().get(0).resolve("my-metric.jar");
        Path aside = Files.move(one, folder.resolve("my-metric-1.0.0.jar"));
        offered.remove("[metric \"my-metric\"]");
        await(offered);
        check(aside);
    }

    private void build() throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        for (List<String> offline : List.of(List.of("-o"), List.<String>of())) {
            List<String> command = new ArrayList<>(List.of(home.resolve("mvnw").toString(), "-B", "-q", "-f", folder.toString()));
            command.addAll(offline);
            command.add("package");
            ProcessBuilder maven = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            if (maven.start().waitFor() == 0) {
                return;
            }
        }
        throw new AssertionError(Files.readString(log));
    }

    /** Tracks one frame with a model whose five parts are those that were written a minute ago. */
    private void track() {
        ModelSpec spec = new ModelSpec(PartSpec.of("my-text-encoder"), PartSpec.of("my-diffusion"), PartSpec.of("my-backbone"),
                PartSpec.of("my-fusion"), PartSpec.of("my-head"), 64, 128);
        try (Model model = TestBundles.service(context, Composer.class).compose(spec, Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 0)) {
            session.start(Tiny.frame(), Tiny.BOX, "a red box");
            double confidence = session.next(Tiny.frame()).confidence();
            assertTrue(confidence > 0 && confidence <= 1, "confidence " + confidence);
        }
    }

    /** Does what {@code ./glad plugin check} does. */
    private void check(Path jar) {
        ServiceReference<PluginTrial> reference = context.getServiceReference(PluginTrial.class);
        PluginTrial trial = context.getServiceObjects(reference).getService();
        Plugin plugin = trial.install(jar);
        try {
            assertEquals("", plugin.problem());
            List<Outcome> outcomes = trial.check(null);
            assertTrue(outcomes.size() > 4, "" + outcomes);
            assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.fault().isEmpty()).toList());
        } finally {
            trial.remove();
        }
    }

    private void await(List<String> offered) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        List<String> wanted = offered.stream().sorted().toList();
        while (!offers().equals(wanted) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertEquals(wanted, offers(), "" + plugins.list());
    }

    private List<String> offers() {
        return plugins.list().stream().filter(p -> p.file().startsWith("my-")).map(p -> p.state() == State.WORKS ? "" + p.offers() : "")
                .sorted().toList();
    }
}

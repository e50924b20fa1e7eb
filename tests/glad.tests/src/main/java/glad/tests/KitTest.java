package glad.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import glad.api.Boxes;
import glad.api.eval.Track;
import glad.api.options.Options;
import glad.api.track.Tracker;
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
import glad.runtime.Registries;
import glad.runtime.Session;
import glad.runtime.TrackerSettings;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** A new project of every kind, built outside of the checkout by Maven, dropped into this framework, used, and removed. */
class KitTest {

    private static final int OWN_LINES = 60;
    /** {@link LeakTest} has more; here it is plugins of each kind that a project makes. */
    private static final int ROUNDS = 10;
    /** Drawn shapes alone, which need no images. */
    private static final String TRAINING_DATA = "training.data=[{pairs: procedural, stamps: 0, patches: 0, regions: 0}]";
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
        Files.createDirectories(plugins.folders().get(0));
        for (String kind : PluginProject.kinds()) {
            Path built = folder.resolve("my-" + kind + "/target/my-" + kind + "-1.0.0.jar");
            Files.copy(built, plugins.folders().get(0).resolve("my-" + kind + ".jar"));
            offered.add("[" + kind.replace('-', ' ') + " \"my-" + kind + "\"]");
        }
        await(offered);
        track();
        useTheOthers();
        for (String kind : List.of("metric", "result-format", "command", "training-stage")) {
            Path aside = Files.move(plugins.folders().get(0).resolve("my-" + kind + ".jar"), folder.resolve("my-" + kind + "-1.0.0.jar"));
            offered.remove("[" + kind.replace('-', ' ') + " \"my-" + kind + "\"]");
            await(offered);
            check(aside);
        }
        roundsLeaveNoClassLoaderBehind();
    }

    private void build() throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        for (List<String> offline : List.of(List.of("-o"), List.<String>of())) {
            List<String> command = new ArrayList<>(List.of(home.resolve("mvnw").toString(), "-B", "-q", "-T2", "-f", folder.toString()));
            command.addAll(offline);
            command.add("package");
            ProcessBuilder maven = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            if (maven.start().waitFor() == 0) {
                return;
            }
        }
        throw new AssertionError(Files.readString(log));
    }

    /** Tracks one frame with a model whose parts are those that were written a minute ago. */
    private void track() {
        ModelSpec spec = new ModelSpec(PartSpec.of("my-text-encoder"), PartSpec.of("my-diffusion"), PartSpec.of("my-backbone"),
                PartSpec.of("my-fusion"), PartSpec.of("my-words"), PartSpec.of("my-memory"), PartSpec.of("my-head"), 64, 128);
        try (Model model = TestBundles.service(context, Composer.class).compose(spec, Placement.cpu());
                Session session = new Session(model, TrackerSettings.official(), 0)) {
            session.start(Tiny.frame(), Tiny.BOX, "a red box");
            double confidence = session.next(Tiny.frame()).confidence();
            assertTrue(confidence > 0 && confidence <= 1, "confidence " + confidence);
        }
    }

    /** Uses each of those that are no parts as a user does. */
    private void useTheOthers() throws Exception {
        Registries registries = TestBundles.service(context, Registries.class);
        Files.createDirectories(folder.resolve("set/one/img"));
        Files.writeString(folder.resolve("set/one/boxes.txt"), "1,2,30,40\n4,6,30,40\n");
        assertEquals(List.of("one"), registries.datasets().get("my-dataset").open(folder.resolve("set"), new Options(Map.of())).names());
        assertEquals(List.of("one@large"), registries.protocols().get("my-protocol").runs(registries.datasets().get("my-dataset")
                .open(folder.resolve("set"), new Options(Map.of()))).names());
        Boxes boxes = Boxes.of(0, 0, 8, 8, 3, 4, 8, 8);
        assertEquals(100, registries.metrics().get("my-metric").measure(new Track("one", boxes, boxes, List.of(), List.of())));
        try (Tracker tracker = registries.trackers().get("my-tracker").create()) {
            tracker.start(Tiny.frame(), Tiny.BOX, "");
            assertEquals(Tiny.BOX, tracker.next(Tiny.frame()).box());
        }
        assertEquals("frame,left,top,right,bottom\n0,0.00,0.00,8.00,8.00\n1,3.00,4.00,11.00,12.00\n",
                registries.formats().get("my-result-format").files("one", 1, 1, boxes, List.of()).get("run-1/one.csv"));
        assertEquals("2 frames, 5.0 pixels from one to the next", Gogo.run(context, "glad:my-command " + folder.resolve("set/one/boxes.txt")).strip());
        String trained = Gogo.run(context, "glad:train glad-nano --out " + folder.resolve("trained") + " --set '" + TRAINING_DATA + "' --set '"
                + "training.stages=[{train: my-training-stage, samples: 8, batch: 4, check_every: 8, check_pairs: 4}]'");
        assertTrue(Files.size(folder.resolve("trained/weights.safetensors")) > 0, trained);
    }

    /** Installs, uses and removes plugins again and again, as an author does in an open shell. */
    private void roundsLeaveNoClassLoaderBehind() throws Exception {
        Registries registries = TestBundles.service(context, Registries.class);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Bundle> bundles = new ArrayList<>();
            for (String kind : List.of("command", "result-format", "metric")) {
                Bundle bundle = context.installBundle(folder.resolve("my-" + kind + "-1.0.0.jar").toUri().toString());
                bundle.start();
                bundles.add(bundle);
                loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
            }
            assertTrue(Gogo.run(context, "glad:my-command --help").contains("how far a target moves"));
            assertEquals(1, registries.formats().get("my-result-format").files("one", 1, 1, Boxes.of(), List.of()).size());
            assertEquals("%", registries.metrics().get("my-metric").unit());
            for (Bundle bundle : bundles) {
                bundle.uninstall();
            }
            context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(bundles);
        }
        for (int i = 0; i < 20 && loaders.stream().anyMatch(loader -> loader.get() != null); i++) {
            System.gc();
            Thread.sleep(100);
        }
        assertEquals(0, loaders.stream().filter(loader -> loader.get() != null).count(), "class loaders are still there");
    }

    /** Does what {@code ./glad plugin check} does. */
    private void check(Path jar) {
        ServiceReference<PluginTrial> reference = context.getServiceReference(PluginTrial.class);
        PluginTrial trial = context.getServiceObjects(reference).getService();
        Plugin plugin = trial.install(jar);
        try {
            assertEquals("", plugin.problem());
            List<Outcome> outcomes = trial.check(null, JsonNodeFactory.instance.objectNode());
            assertTrue(outcomes.size() > 2, "" + outcomes);
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

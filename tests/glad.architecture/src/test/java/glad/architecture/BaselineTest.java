package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * {@code glad.api} as it is built, compared by bnd's differ with {@code cnf/baseline/glad.api-1.0.0.jar}, what plugins were
 * built against. A breaking change needs a new major version in the package's {@code @Version}, an addition a new minor one.
 */
class BaselineTest {

    private static final Path BASELINE = Sources.ALL.root().resolve("cnf/baseline/glad.api-1.0.0.jar");

    @Test
    void theContractsAreWhatPluginsWereBuiltAgainstOrSayOtherwiseByTheirVersion() throws Exception {
        Path built = Sources.ALL.modules().get("glad.api").resolve("target/glad.api-" + Sources.VERSION + ".jar");
        if (!Files.exists(built)) {
            throw new IllegalStateException("\"" + built + "\" isn't there, expected the bundle; run ./mvnw verify");
        }
        try (Jar jar = new Jar(built.toFile())) {
            assertEquals(List.of(), broken(jar), "raise @Version in package-info.java, or undo the change; see CONTRIBUTING.md");
        }
    }

    @Test
    void aTypeThatIsTakenAwayIsTold() throws Exception {
        try (Jar jar = new Jar(BASELINE.toFile())) {
            jar.remove("glad/api/eval/Curve.class");
            assertEquals(List.of("glad.api.eval is 1.0.0, but its changes need 2.0.0"), broken(jar));
        }
    }

    @Test
    void theBaselineBreaksNothing() throws Exception {
        try (Jar jar = new Jar(BASELINE.toFile())) {
            assertEquals(List.of(), broken(jar));
        }
    }

    private static List<String> broken(Jar jar) throws Exception {
        TreeSet<String> broken = new TreeSet<>();
        try (Jar before = new Jar(BASELINE.toFile()); Processor processor = new Processor()) {
            for (Baseline.Info info : new Baseline(processor, new DiffPluginImpl()).baseline(jar, before, null)) {
                if (info.mismatch) {
                    broken.add(info.packageName + " is " + info.newerVersion + ", but its changes need "
                            + info.suggestedVersion);
                }
                if (info.newerVersion.getMajor() == info.olderVersion.getMajor()) {
                    demanded(info.packageDiff).forEach(method -> broken.add(info.packageName + " is " + info.newerVersion
                            + ", but " + method + " is new and every plugin would have to write it: give it a default"));
                }
            }
        }
        return List.copyOf(broken);
    }

    /** New abstract methods of interfaces that plugins implement; bnd's differ calls them additions. */
    private static List<String> demanded(Diff changed) {
        List<String> found = new ArrayList<>();
        for (Diff type : changed.getChildren()) {
            if (type.getType() == Type.INTERFACE && type.getDelta() != Delta.ADDED && type.getDelta() != Delta.REMOVED
                    && Sources.ALL.classes().get(type.getName()).isAnnotatedWith(ConsumerType.class)) {
                for (Diff method : type.getChildren()) {
                    if (method.getType() == Type.METHOD && method.getDelta() == Delta.ADDED && method.getChildren().stream()
                            .anyMatch(c -> c.getType() == Type.ACCESS && c.getName().equals("abstract"))) {
                        found.add(type.getName() + "." + method.getName());
                    }
                }
            }
        }
        return found;
    }
}

package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** What a bundle exports is said beside the package, with a version. */
class ExportsTest {

    @Test
    void exportsAreSaidInPackageInfoAlone() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Path module : Sources.ALL.modules().values()) {
            if (Files.readString(module.resolve("bnd.bnd")).contains("Export-Package")) {
                wrong.add(module.getFileName() + "/bnd.bnd");
            }
        }
        assertEquals(Set.of(), wrong, "write @Export and @Version into package-info.java instead");
    }

    @Test
    void everyExportedPackageHasAVersionAndADescription() throws IOException {
        Set<String> wrong = new TreeSet<>();
        int exported = 0;
        for (Path file : Sources.ALL.files()) {
            String text = Files.readString(file);
            if (file.endsWith("package-info.java") && text.contains("@Export")) {
                exported++;
                if (!text.contains("@Version(") || !text.startsWith("/**")) {
                    wrong.add(file.toString());
                }
            }
        }
        assertEquals(Set.of(), wrong, "@Version or the package's Javadoc is missing");
        assertTrue(exported > 20, exported + " exported packages");
    }

    @Test
    void publicTypesOutsideOfInternalPackagesAreExported() {
        Set<String> wrong = Sources.ALL.classes().stream()
                .filter(ExportsTest::isPublic)
                .filter(type -> !Set.of("glad.testing", "glad.tests", "benchmarks", "glad.launcher")
                        .contains(Sources.ALL.module(type).orElseThrow()))
                .filter(type -> !Set.of(type.getPackageName().split("\\.")).contains("internal"))
                .filter(type -> !marked(Sources.ALL.modules().get(Sources.ALL.module(type).orElseThrow()), type.getPackageName()))
                .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong, "neither exported nor internal");
    }

    @Test
    void everyExportedInterfaceSaysWhoImplementsIt() {
        Set<String> wrong = Sources.ALL.classes().stream()
                .filter(type -> type.isInterface() && !type.isAnnotation() && isPublic(type))
                .filter(type -> marked(Sources.ALL.modules().get(Sources.ALL.module(type).orElseThrow()), type.getPackageName()))
                .filter(type -> !type.isAnnotatedWith(ConsumerType.class) && !type.isAnnotatedWith(ProviderType.class))
                .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), wrong, "@ConsumerType: plugins implement it; @ProviderType: the platform does");
    }

    @Test
    void idsAreSetByTheirAnnotation() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Path file : Sources.ALL.files()) {
            if (Files.readString(file).matches("(?s).*@Component\\([^)]*(PartFactory\\.ID|glad\\.id).*")) {
                wrong.add(file.toString());
            }
        }
        assertEquals(Set.of(), wrong, "write @GladId beside @Component");
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC) && type.getEnclosingClass().map(ExportsTest::isPublic).orElse(true);
    }

    private static boolean marked(Path module, String name) {
        try {
            Path info = module.resolve("src/main/java/" + name.replace('.', '/') + "/package-info.java");
            return Files.exists(info) && Files.readString(info).contains("@Export") && Files.readString(info).contains("@Version(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

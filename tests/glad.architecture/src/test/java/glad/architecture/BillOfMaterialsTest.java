package glad.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code glad.bom} names what a plugin can be built against. */
class BillOfMaterialsTest {

    private static final Pattern ARTIFACT = Pattern.compile("<dependency><groupId>io.github.glad-jvm</groupId><artifactId>([^<]+)</artifactId>"
            + "<version>\\$\\{project\\.version}</version></dependency>");

    @Test
    void itNamesEveryBundleThatExportsPackagesAndTheTestSupport() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of("glad.djl", "glad.testing"));
        for (Path file : Sources.ALL.files()) {
            if (file.endsWith("package-info.java") && Files.readString(file).contains("@Export")) {
                Sources.ALL.modules().forEach((name, folder) -> {
                    if (file.startsWith(folder)) {
                        expected.add(name);
                    }
                });
            }
        }
        assertEquals(expected, ARTIFACT.matcher(bom()).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void itHasTheVersionOfTheProduct() throws IOException {
        assertTrue(bom().contains("<artifactId>glad.bom</artifactId>\n  <version>" + Sources.VERSION + "</version>"));
    }

    private static String bom() throws IOException {
        return Files.readString(Sources.ALL.root().resolve("bundles/glad.bom/pom.xml")).replace("\r", "");
    }
}

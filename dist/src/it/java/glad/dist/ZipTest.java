package glad.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip as somebody uses it who has no JDK and may only read where it was unzipped. */
class ZipTest {

    private static final Path ZIP = Path.of(System.getProperty("glad.zip"));
    private static final String VERSION = System.getProperty("glad.version");

    /** What a Java runtime has; no compiler. */
    private static final String RUNTIME_MODULES = "java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.localedata,jdk.charsets";

    @TempDir
    private static Path folder;
    private static Path product;
    private static Path runtime;
    private static Path work;
    private static Map<String, String> before;

    @BeforeAll
    static void unzip() throws Exception {
        work = Files.createDirectories(folder.resolve("work"));
        runtime = folder.resolve("runtime");
        Path jdk = Path.of(System.getProperty("java.home"));
        assumeTrue(Files.isDirectory(jdk.resolve("jmods")), "skipped: the JDK has no jmods to make a runtime of");
        Process jlink = new ProcessBuilder(jdk.resolve("bin/jlink").toString(), "--add-modules", RUNTIME_MODULES,
                "--strip-debug", "--output", runtime.toString()).inheritIO().start();
        assertEquals(0, jlink.waitFor());
        assertFalse(Files.exists(runtime.resolve("bin/javac")));
        Path place = Files.createDirectories(folder.resolve("a place with blanks"));
        unzip(ZIP, place);
        product = place.resolve("glad-" + VERSION);
        before = files();
        protect("r-xr-xr-x", "r--r--r--");
    }

    /** So that the temporary folder can be removed. */
    @AfterAll
    static void open() throws IOException {
        if (product != null) {
            protect("rwxr-xr-x", "rw-r--r--");
        }
    }

    private static void unzip(Path zip, Path into) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                Path path = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, path);
                    }
                }
            }
        }
    }

    private static void protect(String folders, String plain) throws IOException {
        try (Stream<Path> all = Files.walk(product)) {
            for (Path path : all.toList()) {
                boolean runs = Files.isDirectory(path) || path.endsWith("bin/glad");
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(runs ? folders : plain));
            }
        }
    }

    /** Every file with its size and time: for root nothing is read-only, so that it shows whether anything was written. */
    private static Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(product)) {
            for (Path path : all.toList()) {
                found.put(product.relativize(path).toString(), Files.isDirectory(path) ? "folder"
                        : Files.size(path) + " " + Files.getLastModifiedTime(path));
            }
        }
        return found;
    }

    private record Run(int code, String out, String err) {}

    private static Run glad(String... words) throws Exception {
        return glad(folder.resolve("nothing.txt"), "", words);
    }

    /** Runs a command line that reads what a file is given to hold. */
    private static Run glad(Path input, String typed, String... words) throws Exception {
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(product.resolve("bin/glad").toString()), Stream.of(words)).toList());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GLAD_") || name.startsWith("XDG_"));
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("JAVA_HOME", runtime.toString());
        environment.put("GLAD_RUNS", folder.resolve("results").toString());
        Files.writeString(input, typed);
        Process process = builder.directory(work.toFile()).redirectInput(input.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertTrue(process.waitFor(10, TimeUnit.MINUTES), "takes more than ten minutes: " + List.of(words));
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void versionComponentsAndDemoRunFromAReadOnlyFolderWithARuntimeAlone() throws Exception {
        Run version = glad("--version");
        assertEquals(0, version.code(), version.err());
        assertTrue(version.out().contains(VERSION), version.out());

        Run components = glad("components");
        assertEquals(0, components.code(), components.err());
        assertTrue(components.out().contains("mae-vit-base") && components.out().contains("sd15-lcm"), components.out());
        assertEquals("", components.err());

        Run demo = glad("demo");
        assertEquals(0, demo.code(), demo.err());
        assertTrue(demo.out().matches("(?s).*demo: AUC \\d+\\.\\d precision .* over 6/6 sequences.*"), demo.out());
        assertTrue(Files.size(folder.resolve("results/demo/report.html")) > 10_000);

        assertEquals(before, files(), "something was written into the product");
    }

    @Test
    void theShippedExperimentsAreThere() throws Exception {
        Run experiments = glad("experiments");
        assertEquals(0, experiments.code(), experiments.err());
        for (String name : List.of("glad-b256", "glad-l384", "glad-nano")) {
            assertTrue(experiments.out().contains(name), experiments.out());
        }
    }

    @Test
    void helpAndErrorsCallTheProgramAsItsUserDid() throws Exception {
        String program = product.resolve("bin/glad").toString();
        Run help = glad("new", "--help");
        assertTrue(help.out().contains(program + " new dataset my-set") && !help.out().contains("./glad"), help.out());
        Run wrong = glad("track", "--inptu", "x");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().strip().endsWith("see " + program + " track --help"), wrong.err());
    }

    @Test
    void thePagesOfTheApiAreThere() {
        for (String page : List.of("index.html", "glad/api/Box.html", "glad/nn/Layer.html", "glad/shell/ShellCommand.html",
                "glad/testing/HeadContract.html")) {
            assertTrue(Files.isRegularFile(product.resolve("docs/api").resolve(page)), page);
        }
        assertFalse(Files.exists(product.resolve("docs/api/glad/shell/internal")), "internals are nobody's business");
    }

    /** With Maven and a JDK, which somebody has who writes plugins. */
    @Test
    void aNewPluginAndACopiedExampleAreBuiltFromWhatTheProductBringsAndChecked() throws Exception {
        Run begun = glad("new", "dataset", "my-set");
        assertEquals(0, begun.code(), begun.err());
        String tail = Files.readString(work.resolve("my-set/.mvn/maven.config")).strip().replaceFirst("^-Dmaven.repo.local.tail=", "");
        for (String name : List.of("glad.plugin/VERSION/glad.plugin-VERSION.pom", "glad.api/VERSION/glad.api-VERSION.jar",
                "glad.testing/VERSION/glad.testing-VERSION.jar", "glad.api/VERSION/glad.api-VERSION-sources.jar")) {
            assertTrue(Files.isRegularFile(Path.of(tail, "io/github/glad-jvm", name.replace("VERSION", VERSION))), name);
        }
        try (Stream<Path> example = Files.walk(product.resolve("examples/dataset-plugin"))) {
            for (Path file : example.filter(Files::isRegularFile).toList()) {
                Path copy = work.resolve("dataset-plugin").resolve(product.resolve("examples/dataset-plugin").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.writeString(work.resolve("pom.xml"), "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>all</artifactId>"
                + "<version>1</version><packaging>pom</packaging><modules><module>my-set</module><module>dataset-plugin</module></modules></project>");
        Path log = folder.resolve("maven.txt");
        Process maven = new ProcessBuilder(Path.of("../mvnw").toAbsolutePath().normalize().toString(), "-B", "-q", "-f", work.toString(),
                "-Dmaven.repo.local.tail=" + tail, "package").redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertEquals(0, maven.waitFor(), Files.readString(log));
        for (String jar : List.of("my-set/target/my-set-1.0.0.jar", "dataset-plugin/target/glad.example.dataset-" + VERSION + ".jar")) {
            Run checked = glad("plugin", "check", work.resolve(jar).toString());
            assertEquals(0, checked.code(), checked.err());
            assertTrue(checked.out().contains("plugin check: all is well"), checked.out());
        }
        // In an open shell the plugin gets a framework in another process.
        Run shell = glad(work.resolve("commands.txt"), "glad:plugin check " + work.resolve("my-set/target/my-set-1.0.0.jar") + "\nexit\n", "shell");
        assertTrue(shell.out().contains("plugin check: all is well"), shell.out() + shell.err());
        assertEquals(before, files(), "something was written into the product");
    }

    @Test
    void everyLibraryIsInTheListOfLicences() throws Exception {
        String list = Files.readString(product.resolve("THIRD-PARTY.txt"));
        try (Stream<Path> bundles = Files.list(product.resolve("bundles"))) {
            assertEquals(List.of(), bundles.map(b -> b.getFileName().toString().replace(".jar", ""))
                    .filter(name -> !name.startsWith("glad."))
                    .filter(name -> !list.contains(":" + name.replaceFirst("-(\\d)", ":$1") + " ")).sorted().toList());
        }
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the Javadoc of every exported package of the product's bundles as one tree of pages. Run with the class path that the
 * packages are compiled with: {@code java -classpath PATH ApiDocs.java CHECKOUT FOLDER}.
 */
class ApiDocs {

    private static final List<String> GROUPS = List.of("bundles", "glad.backbone", "glad.context", "glad.text", "glad.diffusion", "glad.datasets",
            "glad.eval");

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        TreeSet<String> packages = new TreeSet<>();
        List<Path> sources = new ArrayList<>();
        for (String group : GROUPS) {
            try (Stream<Path> modules = Files.list(root.resolve(group))) {
                for (Path source : modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory).sorted().toList()) {
                    sources.add(source);
                    addExported(source, packages);
                }
            }
        }
        // Contracts that the tests of plugins extend; no bundle of the product, so that nothing is exported.
        packages.add("glad.testing");
        List<String> words = new ArrayList<>(List.of("-quiet", "-notimestamp", "-Xdoclint:none", "-encoding", "UTF-8", "-docencoding", "UTF-8",
                "-charset", "UTF-8", "-windowtitle", "GLAD for the JVM", "-doctitle", "GLAD for the JVM: what plugins and programs use", "-d", args[1],
                "-sourcepath", sources.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator"))),
                "-classpath", System.getProperty("java.class.path")));
        words.addAll(packages);
        int code = ToolProvider.findFirst("javadoc").orElseThrow().run(System.out, System.err, words.toArray(String[]::new));
        System.exit(code);
    }

    private static void addExported(Path source, TreeSet<String> packages) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(file -> file.endsWith("package-info.java")).toList()) {
                if (Files.readString(file).contains("@Export")) {
                    packages.add(source.relativize(file.getParent()).toString().replace(file.getFileSystem().getSeparator(), "."));
                }
            }
        }
    }
}

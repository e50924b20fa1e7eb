package glad.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules of the root POM with their sources and compiled classes, tests left out.
 *
 * @param root the project's folder
 * @param modules folder of each module that has code, by the last part of its path
 * @param classes the classes of all modules
 * @param owners the module of each class, by the class's name
 */
record Sources(Path root, Map<String, Path> modules, JavaClasses classes, Map<String, String> owners) {

    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");

    /** The modules' version, which their artefacts are named by. */
    static final String VERSION = System.getProperty("glad.version");

    /** Read once for all tests. */
    static final Sources ALL = read(Path.of("../..").toAbsolutePath().normalize());

    private static Sources read(Path root) {
        try {
            Map<String, Path> modules = new LinkedHashMap<>();
            List<Path> compiled = new ArrayList<>();
            Matcher module = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
            while (module.find()) {
                Path folder = root.resolve(module.group(1));
                if (Files.isDirectory(folder.resolve("src/main/java"))) {
                    Path classes = folder.resolve("target/classes");
                    if (!Files.isDirectory(classes)) {
                        throw new IllegalStateException("\"" + folder + "\" isn't compiled, expected the folder target/classes; "
                                + "run ./mvnw verify");
                    }
                    modules.put(folder.getFileName().toString(), folder);
                    compiled.add(classes);
                }
            }
            JavaClasses classes = new ClassFileImporter().importPaths(compiled);
            Map<String, String> owners = new HashMap<>();
            for (JavaClass type : classes) {
                Path file = Path.of(type.getSource().orElseThrow().getUri());
                modules.forEach((name, folder) -> {
                    if (file.startsWith(folder)) {
                        owners.put(type.getName(), name);
                    }
                });
            }
            return new Sources(root, modules, classes, owners);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the module that a class was compiled in; empty for classes of others. */
    Optional<String> module(JavaClass type) {
        return Optional.ofNullable(owners.get(type.getName()));
    }

    /** Returns the number of lines of every source file, by its path below the root. */
    Map<String, Integer> lines() throws IOException {
        Map<String, Integer> lines = new TreeMap<>();
        for (Path file : files()) {
            lines.put(root.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file).size());
        }
        return lines;
    }

    /** Returns every source file. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path module : modules.values()) {
            try (Stream<Path> below = Files.walk(module.resolve("src/main/java"))) {
                below.filter(f -> f.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
